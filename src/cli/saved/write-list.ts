import type { Context } from '../context.ts';
import { csvLine } from '../csv.ts';
import { envelope } from '../envelope.ts';
import type { Format } from '../format.ts';
import type { SavedRecord, SnapshotsDocument } from './documents.ts';
import type { SavedFile } from './find-saved.ts';

export function toRecord({ name, path, head, fault }: SavedFile): SavedRecord {
  return {
    name,
    path,
    savedAt: head?.generatedAt ?? null,
    host: head?.host ?? null,
    listeners: head?.listeners ?? null,
    fault,
  };
}

/** Snapshots as data; for people each command has words of its own. */
export function writeRecords(
  snapshots: readonly SavedRecord[],
  format: Exclude<Format, 'text'>,
  context: Context,
): void {
  const { stdout } = context;
  switch (format) {
    case 'json': {
      const document: SnapshotsDocument = { ...envelope('snapshots', context), snapshots };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const snapshot of snapshots) stdout.line(JSON.stringify(snapshot));
      return;
    case 'csv':
      stdout.line('name,savedAt,host,listeners,path,fault');
      for (const { name, savedAt, host, listeners, path, fault } of snapshots)
        stdout.line(csvLine([name, savedAt, host, listeners, path, fault]));
  }
}
