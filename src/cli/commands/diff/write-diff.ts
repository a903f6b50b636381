import type { ConnectionChange } from '../../../sockets/diff/connection-changes.ts';
import type { Differences } from '../../../sockets/diff/differences.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import type { DiffDocument, DiffSide } from '../../saved/documents.ts';
import { diffLines } from './diff-text.ts';
import type { BothSides, Side } from './sides.ts';

/** Everything that is to be told of a comparison. */
export type Told = BothSides &
  Differences & {
    readonly gaps: readonly string[];
    /** Null where they were not compared. */
    readonly connections: readonly ConnectionChange[] | null;
  };

export function writeDiff(told: Told, format: Format, context: Context): void {
  const { stdout } = context;
  const { findings } = told;
  switch (format) {
    case 'json': {
      const { before, after, sameHost, summary, gaps, connections } = told;
      const document: DiffDocument = {
        ...envelope('diff', context),
        before: toDiffSide(before),
        after: toDiffSide(after),
        sameHost,
        summary,
        gaps,
        findings,
        connections,
      };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const finding of findings) stdout.line(JSON.stringify(finding));
      return;
    case 'csv':
      stdout.line('change,severity,port,transport,id,subject,title');
      for (const { change, severity, id, subject, title, before, after } of findings) {
        const listener = after ?? before;
        stdout.line(
          csvLine([change, severity, listener?.port ?? null, listener?.transport ?? null, id, subject, title]),
        );
      }
      return;
    case 'text':
      for (const line of diffLines(told, context)) stdout.line(line);
  }
}

function toDiffSide({ snapshot, document }: Side): DiffSide {
  const { generatedAt, host, completeness } = document;
  return { snapshot, takenAt: generatedAt, host, completeness };
}
