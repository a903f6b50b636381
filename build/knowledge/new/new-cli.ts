/** Begins a knowledge file:   npm run new -- port 5173/tcp [SLUG] | program NAME | pattern ID */
import { beginFile } from './new.ts';
import { NewFileError } from './new-file.ts';

try {
  console.log(beginFile('knowledge', process.argv.slice(2), new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)));
} catch (error) {
  if (!(error instanceof NewFileError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
