import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from './all.ts';

const FOLDER = import.meta.dirname;
const IS_PART = /\.(?:test|fixture)\.ts$|^all\.ts$/;

describe('the list of checks', () => {
  it('has every check of the folder, and is sorted by id', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !IS_PART.test(name));
    const written = files
      .flatMap((name) => [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^ {4}id: '([^']+)'/gm)])
      .map(([, id]) => id);
    const ids = CHECKS.map(({ description }) => description.id);
    expect(written.length).toBeGreaterThanOrEqual(files.length);
    expect(new Set(written)).toEqual(new Set(ids));
    expect(ids.join()).toBe([...new Set(ids)].sort().join());
  });

  it.each(CHECKS.map(({ description }) => [description.id, description] as const))(
    '%s says all it must',
    (_, check) => {
      const { budget, fixes, why, title, references, isOptIn, impact } = check;
      expect(Math.min(budget.maxMs, budget.maxRounds, budget.maxBytesIn, budget.maxBytesOut)).toBeGreaterThan(0);
      expect(Object.keys(fixes)).toContain('*');
      expect([why.length, title.length, references.length].every((length) => length > 0)).toBe(true);
      // What may leave something behind never runs by itself.
      expect(isOptIn || impact !== 'may-leave-residue').toBe(true);
    },
  );
});
