import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeKnowledge } from '../../build/knowledge/encode.ts';
import { loadHandWritten, type HandWritten } from '../../build/knowledge/load.ts';
import { parseRegistryFacts } from '../../build/knowledge/registry-facts.ts';
import { readSynonyms } from '../../build/knowledge/synonyms.ts';
import { bytesInMemory } from './artefact.ts';
import { Knowledge } from './knowledge.ts';

/** The project's own knowledge, as the files of `knowledge/` stand now: a test of an edit needs no build before it. */
export const KNOWLEDGE_FOLDER = fileURLToPath(new URL('../../knowledge', import.meta.url));

let handWritten: HandWritten | null = null;
let knowledge: Knowledge | null = null;

/** The hand-written files; those with faults are missing from it, and its faults say so. */
export function ownHandWritten(): HandWritten {
  return (handWritten ??= loadHandWritten(KNOWLEDGE_FOLDER));
}

/** The same compiled with the registry, once for all tests of a worker. */
export function ownKnowledge(): Knowledge {
  return (knowledge ??= new Knowledge(bytesInMemory(compile())));
}

function compile(): Uint8Array {
  const { dossiers, programs, patterns, sources, claims } = ownHandWritten();
  return encodeKnowledge({
    registry: parseRegistryFacts(readFileSync(`${KNOWLEDGE_FOLDER}/registry/service-names-port-numbers.tsv`, 'utf8')),
    dossiers: dossiers.map(({ value }) => value),
    programs: programs.map(({ value }) => value),
    patterns: patterns.map(({ value }) => value),
    sources: sources.map(({ value }) => value),
    claims: claims.map(({ value }) => value),
    synonyms: readSynonyms(KNOWLEDGE_FOLDER),
  });
}
