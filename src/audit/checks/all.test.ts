import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Check } from '../check.ts';
import { CHECKS } from './all.ts';

const FOLDER = new URL('.', import.meta.url);

function isCheck(value: unknown): value is Check {
  return typeof value === 'object' && value !== null && 'description' in value && 'run' in value;
}

describe('the list of checks', () => {
  it('has every check of every file, once, by id', async () => {
    const files = readdirSync(FOLDER).filter((name) => /^(?!all\.)[\w-]+\.ts$/.test(name));
    expect(files.length).toBeGreaterThan(10);
    const found: Check[] = [];
    for (const name of files) {
      const exported: Record<string, unknown> = await import(new URL(name, FOLDER).href);
      const checks = Object.values(exported).filter(isCheck);
      expect(checks.length, name).toBeGreaterThan(0);
      found.push(...checks);
    }
    const idsOf = (checks: readonly Check[]): string[] => checks.map(({ description }) => description.id);
    expect(new Set(found)).toEqual(new Set(CHECKS));
    expect(idsOf(CHECKS)).toEqual([...new Set(idsOf(CHECKS))].toSorted());
  });

  it('says of each check why, by what document, and what to do', () => {
    for (const { description } of CHECKS) {
      expect(description.why.length, description.id).toBeGreaterThan(20);
      expect(description.references.length, description.id).toBeGreaterThan(0);
      expect(Object.keys(description.fixes), description.id).toContain('*');
      expect(description.impact === 'may-leave-residue' ? description.isOptIn : true, description.id).toBe(true);
    }
  });
});
