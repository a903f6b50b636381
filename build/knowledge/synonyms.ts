import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const synonymsSchema = z.array(z.array(z.string().regex(/^[a-z0-9.+-]+$/, 'one word in lower case')).min(2));

/** Groups of words that stand for one another in a search, from `knowledge/synonyms.yaml`. */
export function readSynonyms(folder: string): string[][] {
  const file = join(folder, 'synonyms.yaml');
  if (!existsSync(file)) return [];
  return synonymsSchema.parse(parse(readFileSync(file, 'utf8')));
}
