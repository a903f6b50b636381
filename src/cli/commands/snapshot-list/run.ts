import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { formatOf } from '../../format.ts';
import { printable } from '../../printable.ts';
import { listSaved, type SavedFile } from '../../saved/find-saved.ts';
import { describeMoment } from '../../saved/moment.ts';
import { requireStateFolder } from '../../saved/places.ts';
import { toRecord, writeRecords } from '../../saved/write-list.ts';
import { alignedTable, type Column } from '../../table.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const folder = requireStateFolder(context.environment);
  const saved = listSaved(folder);
  const format = formatOf(input);
  if (format !== 'text') return writeRecords(saved.map(toRecord), format, context);
  const { stdout, style, width } = context;
  if (saved.length === 0) return stdout.line(`Nothing is saved in ${printable(folder)}.   portolan snapshot save`);
  const now = context.now();
  const columns: Column<SavedFile>[] = [
    { title: 'NAME', cell: ({ name }) => name },
    {
      title: 'SAVED',
      cell: ({ head }) => (head === null ? '-' : describeMoment(new Date(head.generatedAt), now)),
    },
    { title: 'HOST', cell: ({ head }) => printable(head?.host ?? '-'), shrinkTo: 12 },
    { title: 'LISTENERS', align: 'right', cell: ({ head }) => String(head?.listeners ?? '-') },
  ];
  const decorate = (line: string, file: SavedFile | null): string => (file === null ? style.dim(line) : line);
  for (const line of alignedTable(columns, () => saved, width, decorate)) stdout.line(line);
  for (const { fault } of saved) if (fault !== null) stdout.line(style.warning(`? ${printable(fault)}`));
}
