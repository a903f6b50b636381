import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRegistryFacts } from './registry-facts.ts';
import type { RegistrySnapshot } from './registry-row.ts';

/** The registry as it is kept in a knowledge folder; null where none is. */
export function readRegistry(folder: string): RegistrySnapshot | null {
  const file = join(folder, 'registry/service-names-port-numbers.tsv');
  return existsSync(file) ? parseRegistryFacts(readFileSync(file, 'utf8')) : null;
}
