/**
 * The process in which a target runs, so that a hang or a lack of memory ends it alone:
 *
 *   child.mjs                       names the targets
 *   child.mjs TARGET FILE           gives it one input
 *   child.mjs TARGET FOLDER SEED    gives it inputs until it is ended
 *
 * Each input lies in a file before it is taken, for whoever has to end this.
 */
import { readFileSync } from 'node:fs';
import { Random } from '../../bench/traffic/random.ts';
import { Fuzzer } from './fuzzer.ts';
import { TARGETS, targetOf } from './targets.ts';

const TELL_MS = 1000;

const [name, place = '', seed] = process.argv.slice(2);
if (name === undefined) console.log(TARGETS.map((target) => target.name).join('\n'));
else if (seed === undefined) await targetOf(name).run(readFileSync(place));
else await fuzz(name, place, Number(seed));
// Some of what was tried keeps a timer.
process.exit();

async function fuzz(target: string, folder: string, number: number): Promise<void> {
  const fuzzer = new Fuzzer(targetOf(target), folder, new Random(number));
  await fuzzer.begin();
  let told = 0;
  while (process.connected) {
    await fuzzer.round();
    if (performance.now() - told < TELL_MS) continue;
    told = performance.now();
    process.send?.(fuzzer.standing);
    // Whoever started this is heard between rounds.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
