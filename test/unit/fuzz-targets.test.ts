import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../bench/traffic/random.ts';
import { mutate } from '../fuzz/mutate.ts';
import { TARGETS } from '../fuzz/targets.ts';

/** What campaigns of `npm run fuzz` found, by target: a file for each. */
const CRASHES = 'test/fuzz/crashes';
const SEEDS = 12;
const CHANGED = 24;
/** Some targets are slow: they are tried with fewer. */
const ENOUGH_MS = 3000;

/** Takes seconds an input; src/traffic/state/hostile.test.ts tries the same. */
const SLOW = 'traffic-state';

describe.each(TARGETS.filter(({ name }) => name !== SLOW).map((target) => [target.name, target] as const))(
  'the fuzz target %s',
  (name, target) => {
    it('takes its seeds, inputs like them, and what campaigns found', { timeout: 60_000 }, async () => {
      const seeds = target.seeds();
      expect(seeds.length).toBeGreaterThan(0);
      const random = new Random(1);
      const end = performance.now() + ENOUGH_MS;
      for (const seed of seeds.slice(0, SEEDS)) await target.run(seed);
      for (let input = 0; input < CHANGED && performance.now() < end; input++) {
        await target.run(mutate(random.pick(seeds), random.pick(seeds), random));
      }
      const folder = join(CRASHES, name);
      const crashes = existsSync(folder) ? readdirSync(folder) : [];
      for (const crash of crashes) await target.run(readFileSync(join(folder, crash)));
    });
  },
);
