import { QuestionError } from '../../../store/arguments.ts';
import { askQuestion, questionOf, type Answer } from '../../../store/ask.ts';
import type { StoreLocation } from '../../../store/location.ts';
import { StoreError } from '../../../store/store.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';

/** Asks a store by way of the server that has it, where one runs. Throws CliError. */
export async function askStore(
  name: string,
  words: ReadonlyMap<string, string>,
  location: StoreLocation,
  context: Context,
): Promise<Answer> {
  try {
    return await answerOf(questionOf(name).name, words, location, context);
  } catch (error) {
    if (error instanceof QuestionError) throw new CliError(EXIT.usage, printable(error.message));
    if (error instanceof StoreError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
}

async function answerOf(
  name: string,
  words: ReadonlyMap<string, string>,
  location: StoreLocation,
  context: Context,
): Promise<Answer> {
  if (location.engine === 'duckdb') {
    const { askServer } = await import('./serve-client.ts');
    const answer = await askServer(location.folder, name, words);
    if (answer !== null) return answer;
  }
  const { openExistingStore } = await import('../../store/open-existing-store.ts');
  const store = await openExistingStore(location);
  try {
    return await askQuestion(store, name, words, context.now().getTime());
  } finally {
    await store.close();
  }
}
