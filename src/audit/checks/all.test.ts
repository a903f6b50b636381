import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check } from '../check.ts';
import { CHECKS } from './all.ts';

const FOLDER = import.meta.dirname;
const IS_PART = /\.(?:test|fixture)\.ts$|^all\.ts$/;

describe('the list of checks', () => {
  it('has every check of the folder, and is sorted by id', async () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !IS_PART.test(name));
    const modules = await Promise.all(files.map((name) => import(join(FOLDER, name)) as Promise<object>));
    const written = modules.map((module) => Object.values(module).filter(isCheck));
    for (const [index, checks] of written.entries()) expect(checks.length, files[index]).toBeGreaterThan(0);
    const idOf = ({ description }: Check): string => description.id;
    expect(written.flat().map(idOf).sort()).toEqual(CHECKS.map(idOf).sort());
    expect(CHECKS.map(idOf)).toEqual([...new Set(CHECKS.map(idOf))].sort());
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

function isCheck(value: unknown): value is Check {
  return typeof value === 'object' && value !== null && 'description' in value && 'run' in value;
}
