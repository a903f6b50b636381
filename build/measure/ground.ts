/** Where the measures find what they measure and what they measure it by. All paths are from the project's folder. */
import { existsSync, readFileSync } from 'node:fs';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';

export const KNOWLEDGE_FOLDER = 'knowledge';
export const REGISTRY_FACTS = `${KNOWLEDGE_FOLDER}/registry/service-names-port-numbers.tsv`;
export const BUILT = 'dist/knowledge.bin';

let knowledge: Knowledge | null = null;

/** The knowledge base that was built, the one users get. Throws an Error that says what to do when there is none. */
export function builtKnowledge(): Knowledge {
  if (!existsSync(BUILT)) throw new Error(`${BUILT} is not there: npm run build`);
  return (knowledge ??= new Knowledge(bytesInMemory(readFileSync(BUILT))));
}

/** The path of a file that lies beside the checkout; null where it does not. */
export function besideCheckout(path: string): string | null {
  const place = `../shared/${path}`;
  return existsSync(place) ? place : null;
}
