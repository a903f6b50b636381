import { allCommands } from '../../src/cli/commands.ts';
import { apiPage } from './api-page.ts';
import { checksPage } from './checks-page.ts';
import { commandsPage } from './commands-page.ts';
import { environmentPage } from './environment-page.ts';
import { filesPage } from './files-page.ts';
import { jsonPage } from './json-page.ts';
import { patternsPage } from './patterns-page.ts';
import { questionsPage } from './questions-page.ts';

/** The pages of docs/reference, by name, as the program has it. `node scripts/run-ts.mjs build/docs/write-reference.ts` writes them. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['commands.md', commandsPage(await allCommands())],
    ['json.md', jsonPage()],
    ['files.md', filesPage()],
    ['environment.md', environmentPage()],
    ['questions.md', questionsPage()],
    ['checks.md', checksPage()],
    ['patterns.md', patternsPage()],
    ['api.md', apiPage()],
  ]);
}
