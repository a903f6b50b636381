import { PROTOCOL } from '../../net/protocol.ts';
import type { PortInLogs } from '../../server/api/atlas.ts';
import { readArguments } from '../../store/arguments.ts';
import { questionOf, type Answer } from '../../store/ask.ts';
import { StoreError } from '../../store/store.ts';
import { LOG_START } from '../demo-host.ts';
import type { Knock } from './knock.ts';

/** The one question that the page asks. */
const TIMELINE = 'timeline';

/** How often each port was knocked on, as a store that had read the log would count. */
export function portsInLog(knocks: readonly Knock[]): PortInLogs[] {
  const counts = new Map<string, { port: number; transport: 'tcp' | 'udp'; events: number }>();
  for (const { dport, transport } of knocks) {
    const key = `${dport}/${transport}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { port: dport, transport, events: 1 });
    else known.events++;
  }
  return [...counts.values()].sort((a, b) => a.port - b.port || (a.transport < b.transport ? -1 : 1));
}

/** Answers `timeline` by ports from the log itself. Throws StoreError for what only a store can answer, and QuestionError. */
export function askLog(
  knocks: readonly Knock[],
  name: string,
  words: ReadonlyMap<string, string>,
  now: number,
): Answer {
  const question = questionOf(name);
  const { args, understood } = readArguments(question, words, { now, sensors: new Map() });
  const [part] = question.parts;
  if (name !== TIMELINE || args.source !== null || args.destination !== null || args.action !== null) {
    throw new StoreError('a demonstration keeps no store, so it answers nothing but timeline, of ports');
  }
  const { port, since, until, bucket } = args;
  const proto = args.transport ?? port?.proto ?? null;
  const buckets = new Map<number, number>();
  for (const { at, dport, transport } of knocks) {
    const time = (LOG_START + at) * 1000;
    if (time < since || time >= until) continue;
    if (port !== null && (dport < port.from || dport > port.to)) continue;
    if (proto !== null && PROTOCOL[transport] !== proto) continue;
    const begin = Math.floor(time / bucket) * bucket;
    buckets.set(begin, (buckets.get(begin) ?? 0) + 1);
  }
  const rows = [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([begin, events]) => ({ from: new Date(begin).toISOString(), events, dropped: events, packets: events }));
  return {
    question: name,
    description: question.description,
    parameters: understood,
    isPartial: false,
    partialBecause: null,
    milliseconds: 0,
    parts: [
      {
        name: part.name,
        title: part.title,
        columns: part.columns.map(({ name: column, kind, meaning }) => ({ name: column, kind, meaning })),
        rows,
        isCut: false,
      },
    ],
  };
}
