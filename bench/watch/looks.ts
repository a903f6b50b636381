/**
 * Looks at this network namespace as `portolan sockets --watch` does, without the pauses between its looks, which it
 * makes longer the dearer they are. Prints the CPU seconds of each look, as a JSON array.
 *   node scripts/run-ts.mjs bench/watch/looks.ts LOOKS
 */
import { openSync, readFileSync } from 'node:fs';
import { createContext } from '../../src/cli/context.ts';
import { cpuMilliseconds, watchMachine } from '../../src/cli/watch/machine.ts';
import { streamEvents } from '../../src/cli/watch/stream.ts';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import { NO_OVERLAY } from '../../src/knowledge/overlay.ts';
import { EVERYTHING } from '../../src/sockets/snapshot.ts';

const looks = Number(process.argv[2]);
const nowhere = openSync('/dev/null', 'w');
const context = createContext(nowhere, nowhere);

const costs: number[] = [];
const begin = cpuMilliseconds();
const note = (): void => {
  costs.push((cpuMilliseconds() - begin) / 1000);
};
await streamEvents(
  {
    watch: watchMachine(context, EVERYTHING),
    knowledge: new Knowledge(bytesInMemory(readFileSync('dist/knowledge.bin'))),
    overlay: NO_OVERLAY,
    options: {
      request: EVERYTHING,
      listening: true,
      connected: true,
      extended: false,
      interval: 1000,
      count: looks,
      initial: false,
    },
  },
  {
    // For whom a look costs nothing there is no reason to look more slowly.
    cpu: () => 0,
    monotonic: () => performance.now(),
    async sleep() {
      note();
      // What runs between two looks, garbage collection most of all, belongs to them.
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  },
  context,
);
note();
// Each was taken from the beginning on.
console.log(JSON.stringify(costs.map((cost, look) => cost - (costs[look - 1] ?? 0))));
