import { existsSync } from 'node:fs';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openOverlay } from '../../open-overlay.ts';
import { printable } from '../../printable.ts';
import type { SnapshotDocument } from '../../saved/documents.ts';
import { isFile, pathOf, requireStateFolder, timeName } from '../../saved/places.ts';
import { takeDocument } from '../../saved/take-document.ts';
import { writeRecords } from '../../saved/write-list.ts';
import { writeSaved } from '../../saved/write-saved.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const { name, path, inFolder } = placeFor(input, context);
  const document = takeDocument(context, await openOverlay(input, context), input.has('all'));
  const { completeness } = document;
  if (input.has('strict') && !(completeness.tcp && completeness.udp && completeness.owners)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given: nothing is saved');
  }
  const replaced = writeSaved(path, `${JSON.stringify(document, null, 1)}\n`, inFolder);
  const format = formatOf(input);
  if (format === 'text') return writeWords(name, path, document, replaced, context);
  const { generatedAt: savedAt, host, listeners } = document;
  writeRecords([{ name, path, savedAt, host, listeners: listeners.length, fault: null }], format, context);
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly inFolder: boolean;
}

function placeFor({ args }: Input, { environment, now }: Context): Place {
  const [given, second] = args;
  if (second !== undefined) {
    throw new CliError(EXIT.usage, `one name at a time, and got "${printable(second)}" as well`);
  }
  if (given === 'now') throw new CliError(EXIT.usage, '"now" is the machine as it is: give the snapshot another name');
  if (given !== undefined && isFile(given)) return { name: given, path: given, inFolder: false };
  const folder = requireStateFolder(environment);
  const name = given ?? freeName(folder, timeName(now()));
  return { name, path: pathOf(folder, name), inFolder: true };
}

/** Two within a second. */
function freeName(folder: string, wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(pathOf(folder, name)); number++) name = `${wanted}-${number}`;
  return name;
}

function writeWords(
  name: string,
  path: string,
  { listeners, connections, gaps }: SnapshotDocument,
  replaced: boolean,
  { stdout, style, isTerminal }: Context,
): void {
  const servers = listeners.filter(({ probablyClient }) => !probablyClient).length;
  const sums = connections === null ? '' : `, and ${connections.length} sums of connections`;
  stdout.line(
    `${replaced ? 'Replaced' : 'Saved'} ${style.strong(printable(name))}: ${servers} ${servers === 1 ? 'listener' : 'listeners'}${sums}, in ${printable(path)}`,
  );
  for (const gap of gaps) stdout.line(style.warning(`? ${printable(gap)}`));
  if (isTerminal) stdout.line(style.dim(`portolan diff ${printable(name)}   shows what is different later`));
}
