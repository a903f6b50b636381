import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What of docs/ is for those who use the program; the rest is for those who work on it. */
const FOR_USERS = /^(?:README|tutorial|glossary|scale|howto\/.*|reference\/.*|explanation\/.*)\.md$/;

/** The user's pages of docs/, by their path in it. */
export function readPages(folder = 'docs'): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => FOR_USERS.test(name))
    .toSorted();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
