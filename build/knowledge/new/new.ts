import { newPattern } from './pattern.ts';
import { newPort } from './port.ts';
import { newProgram } from './program.ts';
import { NewFileError, writeNewFile, type NewFile } from './new-file.ts';

const USAGE = 'usage: npm run new -- port 5173/tcp [SLUG] | program NAME | pattern ID';

type Begin = (folder: string, words: readonly string[], today: string) => NewFile;

const KINDS: ReadonlyMap<string | undefined, Begin> = new Map<string, Begin>([
  ['port', newPort],
  ['program', newProgram],
  ['pattern', (_, words, today) => newPattern(words, today)],
]);

/**
 * Begins a file in the knowledge folder, `today` as an ISO date. Gives what to do next, in two lines; throws
 * NewFileError where the words ask for nothing that can be begun.
 */
export function beginFile(folder: string, words: readonly string[], today: string): string {
  const [kind, ...rest] = words;
  const begin = KINDS.get(kind);
  if (begin === undefined || rest.length === 0) throw new NewFileError(USAGE);
  const begun = begin(folder, rest, today);
  writeNewFile(folder, begun);
  const naming = begun.file.endsWith('-todo.yaml') ? ' and give the file its name' : '';
  return (
    `Edit ${folder}/${begun.file}: fill in every TODO${naming}, then check it with npm run knowledge:lint\n` +
    `Then ${begun.next}`
  );
}
