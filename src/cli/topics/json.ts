import type { Block } from './block.ts';

export const json: readonly Block[] = [
  'Commands that list things take --json, --ndjson and --csv; their --help says which.',
  {
    rows: [
      ['--json', 'One document, in a frame (below).'],
      ['--ndjson', "The same values, one a line, without the frame: for streams, and for jq's first try."],
      ['--csv', 'The main fields, with a heading line; quoted as RFC 4180 says.'],
    ],
  },
  { heading: 'The frame' },
  {
    lines: [
      '{',
      '  "schema": "portolan/explain@1",',
      '  "generatedAt": "2026-11-22T09:39:57.077Z",',
      '  "host": "db-3",',
      '  "answers": [ ... ]',
      '}',
    ],
  },
  {
    rows: [
      ['schema', 'What the document is, and the version of its shape. Compare it before you read on.'],
      ['generatedAt', 'When it was made: ISO 8601, in UTC, with milliseconds.'],
      ['host', 'Name of the machine it was made on.'],
    ],
  },
  'What was asked for follows under a name of its own: "answers" of explain, "sockets" of sockets.',
  { heading: 'What may change' },
  'Within one version of a schema, fields and words of a list (a state, a status) may be added. So pass over fields you do not know, and expect words you do not know. Nothing is removed, renamed or given another meaning or type without a new number behind the @. Order of fields means nothing. Text for people, such as titles and advice, may be worded anew at any time: compare ids.',
  { heading: 'Not there' },
  'Not permitted, not known and none are three values everywhere. null or an empty list means that there is none; where that would be a guess, a word says so, as in "owner": "visible", "not-permitted" or "none". How much could be seen stands under "completeness", and --strict makes a gap exit code 3.',
  { lines: ['portolan sockets --json | jq \'.sockets[] | select(.exposure == "wildcard")\''] },
];
