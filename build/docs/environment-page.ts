import { ENVIRONMENT_VARIABLES } from '../../src/cli/environment-variables.ts';
import { cell, code, table, writtenFrom } from './markdown.ts';

/** docs/reference/environment.md, from the list that the man page has too. */
export function environmentPage(): string {
  // A variable that two parts read is one variable.
  const meanings = new Map<string, string>();
  for (const [name, meaning] of ENVIRONMENT_VARIABLES) {
    const known = meanings.get(name);
    meanings.set(name, known === undefined || known === meaning ? meaning : `${known} ${meaning}`);
  }
  return [
    '# Environment variables',
    '',
    `Every variable that Portolan reads. ${writtenFrom('`src/cli/environment-variables.ts`')}`,
    '',
    ...table(
      ['name', 'means'],
      [...meanings].map(([name, meaning]) => [code(name), cell(meaning)]),
    ),
  ].join('\n');
}
