import { existsSync } from 'node:fs';
import type { Lease } from '../../../ports/leases/lease.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { LeaseDocument, LeaseRecord } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import { printable } from '../../printable.ts';
import { alignedTable, type Column } from '../../table.ts';

/** With `alone`, people get nothing but the port, for `PORT=$(portolan lease)`. */
export function writeLeases(leases: readonly Lease[], format: Format, context: Context, alone = false): void {
  const { stdout } = context;
  const records = leases.map((lease): LeaseRecord => ({ ...lease, projectExists: existsSync(lease.project) }));
  switch (format) {
    case 'json': {
      const document: LeaseDocument = { ...envelope('lease', context), leases: records };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const record of records) stdout.line(JSON.stringify(record));
      return;
    case 'csv':
      stdout.line('port,name,project,projectExists,since');
      for (const { port, name, project, projectExists, since } of records) {
        stdout.line(csvLine([String(port), name, project, String(projectExists), since]));
      }
      return;
    case 'text':
      if (alone) for (const { port } of records) stdout.line(String(port));
      else writeTable(records, context);
  }
}

function writeTable(records: readonly LeaseRecord[], { stdout, style, width }: Context): void {
  if (records.length === 0) return;
  const columns: Column<LeaseRecord>[] = [
    { title: 'PORT', cell: ({ port }) => String(port) },
    { title: 'NAME', cell: ({ name }) => name, shrinkTo: 16 },
    {
      title: 'PROJECT',
      cell: ({ project, projectExists }) => printable(project) + (projectExists ? '' : ' (gone)'),
      shrinkTo: 20,
    },
    { title: 'SINCE', cell: ({ since }) => since.slice(0, 'YYYY-MM-DD'.length), dropOrder: 1 },
  ];
  const decorate = (line: string, record: LeaseRecord | null): string => (record === null ? style.dim(line) : line);
  for (const line of alignedTable(columns, () => records, width, decorate)) stdout.line(line);
}
