import { QUERY_KEYS } from '../../traffic/select/query.ts';
import type { Block } from './block.ts';

export const trafficQueries: readonly Block[] = [
  'portolan traffic FILE --select QUERY prints the events that a query names: lines of a text log byte for byte as they stand in it, and a readable line for each connection of a capture or flow record. With --json or --ndjson they are objects.',
  'A query is made of words with blanks between them. All of them must hold. Values with commas between them are alternatives, and "not" before a word turns it around.',
  { rows: QUERY_KEYS },
  { heading: 'The query of a finding' },
  'Every finding has one in --json. Where isQueryExact is true, it selects as many events as the finding counts, from the same files in the same order and with the same --own. Where it is false, it selects more: a finding about thousands of sources, or about the worst minutes of a flood, has no short name.',
  'Which side of an event is yours is judged as in the report, by all that was read before it. So a pattern may select something else in a part of a file. Events that the log tells only at the end, such as connections that never closed, come at the end.',
  { heading: 'What ends it' },
  'No event that fits makes the exit code 1, as with grep.',
  {
    lines: [
      "portolan traffic ufw.log --select 'sweep#1 source=203.0.113.7'",
      "portolan traffic ufw.log --select 'dport=22,8000-8010 not outcome=dropped'",
      "portolan traffic day.pcap --select 'flags=syn time>=2026-10-09T08:00'",
    ],
  },
];
