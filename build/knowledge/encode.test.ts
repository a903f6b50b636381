import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArtefactError, bytesInMemory, LAYOUT_VERSION } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { Source } from '../../src/knowledge/source.ts';
import { encodeKnowledge, type KnowledgeInput } from './encode.ts';
import type { RegistryRow } from './registry-row.ts';
import { dossier, program } from './samples.fixture.ts';

const http: RegistryRow = {
  name: 'http',
  number: '80',
  transport: 'tcp',
  description: 'World Wide Web',
  references: ['rfc9110'],
  registered: '',
  modified: '',
  serviceCode: '',
  unauthorizedUse: '',
  note: '',
};
const iana: Source = { id: 'iana', kind: 'iana', title: 'Régistry', ref: 'https://www.iana.org/' };
const input: KnowledgeInput = {
  registry: {
    updated: '2026-01-02',
    rows: [http, { ...http, name: 'www' }, { ...http, name: 'HTTP-Alt', number: '' }],
  },
  dossiers: [dossier('The web — näher besehen', ['80/tcp'])],
  programs: [program('Executor', ['80/tcp'])],
  patterns: [],
  sources: [iana],
  claims: [],
};
const bytes = encodeKnowledge(input);

/** Reads every kind of section. */
function readAll(knowledge: Knowledge): unknown {
  const { status, names } = knowledge.registry.lookUp(80, 'tcp');
  const titles = knowledge.dossiersOn(80, 'tcp').map(({ title }) => title);
  const programs = knowledge.programsOn(80, 'tcp').map((one) => one.program.name);
  return [status, names, titles, programs, knowledge.source('iana'), [...knowledge.allNames()]];
}

describe('a compiled knowledge base', () => {
  it('gives back what was compiled into it, letters of any language included', () => {
    expect(readAll(new Knowledge(bytesInMemory(bytes)))).toEqual([
      'assigned',
      ['http', 'www'],
      ['The web — näher besehen'],
      ['Executor'],
      iana,
      ['the web — näher besehen', 'executor', 'http', 'www'],
    ]);
  });

  it('is the same to the byte for the same input', () => {
    expect(encodeKnowledge(structuredClone(input))).toEqual(bytes);
  });

  it('cut short anywhere is refused as such, and never half answered', () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
        const cut = bytesInMemory(bytes.subarray(0, length));
        let answer: unknown;
        try {
          answer = readAll(new Knowledge(cut));
        } catch (error) {
          expect(error).toBeInstanceOf(ArtefactError);
          return;
        }
        // Only what nobody asked for may be missing.
        expect(answer).toEqual(readAll(new Knowledge(bytesInMemory(bytes))));
      }),
      { numRuns: 300 },
    );
  });

  it('of another layout is refused with the way out', () => {
    const other = Uint8Array.from(bytes);
    new DataView(other.buffer).setUint32(8, LAYOUT_VERSION + 1, true);
    expect(() => new Knowledge(bytesInMemory(other))).toThrow(/this program reads \d+: build again/);
    expect(() => new Knowledge(bytesInMemory(other))).toThrow(ArtefactError);
  });

  it.each([[''], ['PORTOLAN'], ['portolan and so on and so forth'], ['{"json": "is no knowledge base either"}']])(
    'is not %j',
    (text) => {
      const source = bytesInMemory(new TextEncoder().encode(text));
      expect(() => new Knowledge(source)).toThrow(/not a compiled knowledge base/);
    },
  );

  it('is not made from a record that its table cannot measure', () => {
    const long = { ...http, description: 'x'.repeat(70_000) };
    expect(() => encodeKnowledge({ ...input, registry: { updated: '2026-01-02', rows: [long] } })).toThrow(
      /80\/tcp is longer/,
    );
  });

  it('is not made from a dossier on something that is no port', () => {
    expect(() => encodeKnowledge({ ...input, dossiers: [dossier('x', ['80/tpc'])] })).toThrow(/"80\/tpc"/);
  });
});
