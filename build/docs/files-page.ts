import { FILES_READ, NOTES_PLACES } from '../../src/cli/topics/files.ts';
import { toJsonSchema } from '../contract/json-schema.ts';
import { CONTRACTS } from '../contract/schemas.ts';
import { fieldTable } from './json-page.ts';
import { cell, code, table, writtenFrom } from './markdown.ts';

/** docs/reference/files.md, from the schemas of what people write and the list of what is read. */
export function filesPage(): string {
  const rows = (files: typeof FILES_READ): string[][] => files.map(([path, meaning]) => [code(path), cell(meaning)]);
  return [
    '# Files',
    '',
    `What you write for Portolan, field by field, and what it reads. ${writtenFrom('the schemas of the files')}`,
    '',
    'In a path, `[]` stands for the items of a list, `*` for the keys of a map, and `?` for a field that may be left out. With its schema',
    'beside it, an editor with yaml-language-server completes and checks a file:',
    '',
    '```sh',
    'portolan schema overlay > overlay.schema.json',
    'portolan schema policy > policy.schema.json',
    '```',
    '',
    '## portolan.yaml',
    '',
    'What you know of your own ports. It is laid over the knowledge base, and hides nothing of it.',
    '',
    ...table(['place, the nearest first', 'read'], rows(NOTES_PLACES)),
    ...fieldTable(toJsonSchema('overlay', CONTRACTS.overlay)),
    '## The policy file',
    '',
    'What should answer on your hosts, for `portolan audit --policy FILE`. `portolan audit init` writes the first one.',
    '',
    ...fieldTable(toJsonSchema('policy', CONTRACTS.policy)),
    '## What is read',
    '',
    ...table(['path', 'what'], rows(FILES_READ)),
  ].join('\n');
}
