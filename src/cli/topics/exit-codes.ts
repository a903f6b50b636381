import { exitRows } from '../exit-meanings.ts';
import type { Block } from './block.ts';

export const exitCodes: readonly Block[] = [
  { rows: exitRows('long') },
  'Where two apply, a wrong question outweighs an unknown one: "portolan explain htps 70000" ends with 2. What could be answered is printed all the same.',
  'A reader that goes away, as in "portolan sockets | head -1", is no failure: the exit code is 0.',
  'Answers go to stdout; notes and failures go to stderr, each line beginning with "portolan: ".',
  {
    lines: [
      'portolan explain netbus > /dev/null || echo "not known"',
      'portolan sockets --strict --json > sockets.json',
    ],
  },
];
