import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import type { Dossier } from '../../src/knowledge/dossier.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { Program } from '../../src/knowledge/program.ts';
import { encodeKnowledge } from '../knowledge/encode.ts';

export { dossier, knowledgeOf } from '../../src/sockets/small-knowledge.fixture.ts';

export const amplified: Pick<Dossier, 'amplification'> = {
  amplification: { factor: [2, 3], sources: ['test'], confidence: 'single' },
};

/** A knowledge base of these dossiers and programs, and of a registry without a row. */
export function knowledgeWith(dossiers: readonly Dossier[], programs: readonly Program[]): Knowledge {
  const registry = { updated: '2026-11-22', rows: [] };
  return new Knowledge(
    bytesInMemory(encodeKnowledge({ registry, dossiers, programs, patterns: [], sources: [], claims: [] })),
  );
}
