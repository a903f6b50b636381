/** Writes the man page:   node scripts/run-ts.mjs build/man/write.ts FILE */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { allCommands } from '../../src/cli/commands.ts';
import { VERSION } from '../../src/cli/version.ts';
import { manPage } from './page.ts';

const SECOND = 1000;

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which file is to be written?');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, manPage(await allCommands(), { version: VERSION, date: buildDay() }));

/** Today, or the day that whoever wants the same bytes twice asks for (reproducible-builds.org, SOURCE_DATE_EPOCH). */
function buildDay(): string {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  const date = epoch === undefined ? new Date() : new Date(Number(epoch) * SECOND);
  return date.toISOString().slice(0, 'yyyy-mm-dd'.length);
}
