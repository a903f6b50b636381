import { rmSync } from 'node:fs';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { describeMissing, listSaved, type SavedFile } from '../../saved/find-saved.ts';
import { pathOf, requireStateFolder } from '../../saved/places.ts';
import { toRecord, writeRecords } from '../../saved/write-list.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const { args } = input;
  if (args.length === 0) {
    throw new CliError(EXIT.usage, 'which one? Give a name; portolan snapshot list shows them');
  }
  const folder = requireStateFolder(context.environment);
  for (const name of args) pathOf(folder, name); // a path leads to files that are none of ours
  const saved = listSaved(folder);
  // All of them or none: a slip of the hand in the third name should not cost the first two.
  const dropped = args.map((name): SavedFile => {
    const file = saved.find((one) => one.name === name);
    if (file === undefined) throw new CliError(EXIT.found, describeMissing(folder, name));
    return file;
  });
  for (const { path } of dropped) remove(path);
  const format = formatOf(input);
  if (format !== 'text') return writeRecords(dropped.map(toRecord), format, context);
  for (const { name } of dropped) context.stdout.line(`Dropped ${name}`);
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(EXIT.couldNotLook, `${path} cannot be removed (${code ?? String(error)})`);
  }
}
