import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import type { Dossier } from '../../src/knowledge/dossier.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { Program } from '../../src/knowledge/program.ts';
import { formatPortKey, MAX_PORT, parsePortKey } from '../../src/net/port.ts';
import { TRANSPORTS, type Transport } from '../../src/net/transport.ts';
import { encodeKnowledge } from './encode.ts';
import { dossier, program } from './samples.fixture.ts';

const port = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: MAX_PORT - 4, max: MAX_PORT }));
const key = fc
  .tuple(port, port, fc.constantFrom(...TRANSPORTS))
  .map(([a, b, transport]) => formatPortKey({ from: Math.min(a, b), to: Math.max(a, b), transport }));
const keyLists = fc.array(fc.uniqueArray(key, { minLength: 1, maxLength: 4 }), { maxLength: 6 });

function compile(dossiers: readonly Dossier[], programs: readonly Program[]): Knowledge {
  const registry = { updated: '2026-01-02', rows: [] };
  return new Knowledge(
    bytesInMemory(encodeKnowledge({ registry, dossiers, programs, patterns: [], sources: [], claims: [] })),
  );
}

/** Titles with the width of the key that covers the port, narrowest first. */
function covering(lists: readonly (readonly string[])[], at: number, transport: Transport): [string, number][] {
  return lists
    .flatMap((keys, index) =>
      keys.flatMap((text): [string, number][] => {
        const read = parsePortKey(text);
        const covers = read !== null && read.transport === transport && read.from <= at && at <= read.to;
        return covers ? [[String(index), read.to - read.from]] : [];
      }),
    )
    .sort((a, b) => a[1] - b[1]);
}

const WATCHED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40_000, MAX_PORT - 4, MAX_PORT - 3, MAX_PORT - 1, MAX_PORT];

/** Each compiles a knowledge base, which takes tens of milliseconds. */
const RUNS = 15;

describe('the hand-written layer, compiled', () => {
  it('has on every port the dossiers whose keys cover it, the narrowest first', () => {
    fc.assert(
      fc.property(keyLists, (lists) => {
        const knowledge = compile(
          lists.map((keys, index) => dossier(String(index), keys)),
          [],
        );
        for (const transport of TRANSPORTS) {
          for (const at of WATCHED) {
            const titles = knowledge.dossiersOn(at, transport).map(({ title }) => title);
            expect(titles, `${at}/${transport}`).toEqual(covering(lists, at, transport).map(([title]) => title));
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('has on every port the programs on record for it, each with the record of that port', () => {
    fc.assert(
      fc.property(keyLists, (lists) => {
        const knowledge = compile(
          [],
          lists.map((keys, index) => program(String(index), keys)),
        );
        for (const transport of TRANSPORTS) {
          for (const at of WATCHED) {
            const found = knowledge.programsOn(at, transport);
            const names = found.map((one) => one.program.name);
            expect(names.toSorted()).toEqual(
              covering(lists, at, transport)
                .map(([name]) => name)
                .toSorted(),
            );
            for (const { association } of found) {
              const { from, to, transport: over } = parsePortKey(association.key) ?? { from: 1, to: 0, transport: '' };
              expect(from <= at && at <= to && over === transport, association.key).toBe(true);
            }
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('says up to which port the same holds', () => {
    const knowledge = compile([dossier('wide', ['10-20/tcp']), dossier('narrow', ['15/tcp'])], []);
    expect(knowledge.handWrittenUntil(0, 'tcp')).toBe(9);
    expect(knowledge.handWrittenUntil(10, 'tcp')).toBe(14);
    expect(knowledge.handWrittenUntil(15, 'tcp')).toBe(15);
    expect(knowledge.handWrittenUntil(16, 'tcp')).toBe(20);
    expect(knowledge.handWrittenUntil(21, 'tcp')).toBe(MAX_PORT);
    expect(knowledge.handWrittenUntil(15, 'udp')).toBe(MAX_PORT);
  });

  it('knows a dossier about exactly a range from one that only covers it', () => {
    const knowledge = compile([dossier('wide', ['10-20/tcp']), dossier('narrow', ['10/tcp'])], []);
    const titles = (text: string): string[] => {
      const read = parsePortKey(text);
      return read === null ? [] : knowledge.dossiersAbout(read).map(({ title }) => title);
    };
    expect(titles('10-20/tcp')).toEqual(['wide']);
    expect(titles('10/tcp')).toEqual(['narrow']);
    expect(titles('11/tcp')).toEqual([]);
    expect(titles('10-20/udp')).toEqual([]);
  });

  it('finds what people call it by any case, names of every object included', () => {
    const named = {
      ...dossier('Title', ['1/tcp']),
      shortName: 'short',
      aliases: ['Alias', 'constructor', '__proto__'],
    };
    const knowledge = compile([named], [{ ...program('Prog', ['2/tcp']), aliases: ['valueOf'] }]);
    for (const name of ['title', 'SHORT', 'alias', 'constructor', '__proto__']) {
      expect(
        knowledge.dossiersNamed(name).map(({ title }) => title),
        name,
      ).toEqual(['Title']);
    }
    for (const name of ['prog', 'ValueOf']) expect(knowledge.programsNamed(name), name).toHaveLength(1);
    expect(knowledge.dossiersNamed('toString')).toEqual([]);
    expect(knowledge.programsNamed('constructor')).toEqual([]);
    expect(knowledge.portsOfService('constructor')).toEqual([]);
  });
});
