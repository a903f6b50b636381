import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Check } from '../check.ts';
import { CHECKS } from './all.ts';
import { play, type Script } from './scripted-network.fixture.ts';

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
      for (const { description } of checks) {
        expect(name, description.id).toBe(`${description.id.replace(/-udp$/, '').replaceAll('.', '-')}.ts`);
      }
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
      expect(Object.keys(description.fixes).length, description.id).toBeGreaterThan(0);
      expect(description.impact === 'may-leave-residue' ? description.isOptIn : true, description.id).toBe(true);
    }
  });
});

/** What a server may do to whoever asks it. */
const HOSTILE: Readonly<Record<string, Script>> = {
  'closes at once': { hello: null },
  'says nothing': {},
  'closes when asked': { answers: [[/./s, null]] },
  'never ends a line': { hello: 'A'.repeat(60_000) },
  'never ends an answer': { hello: '220-x\r\n'.repeat(5000), answers: [[/./s, '250-x\r\n'.repeat(5000)]] },
  'sends what no protocol knows': {
    hello: Buffer.from([0x80, 0xfe, 0, 0x1b, 0x5b, 0x32, 0x4a, 0x0a]),
    answers: [[/./s, '\x1b]0;x\x07\xff\xfe\n']],
  },
  'repeats what it is sent as a web page': { answers: [[/./s, '<html>\x1b[2J']] },
};

describe.each(CHECKS.map((check) => [check.description.id, check] as const))('%s', (_id, check) => {
  it.each(Object.entries(HOSTILE))('claims nothing of a server that %s', async (_name, script) => {
    const { verdict, summary } = await play(check, {
      connections: [script],
      datagrams: () => Buffer.from('\x1b[2J\xff\x00garbage'),
      settings: { mayLeaveResidue: true },
    });
    expect(verdict).not.toBe('exposed');
    expect(summary).not.toMatch(/[^\x20-\x7e]/);
  });
});
