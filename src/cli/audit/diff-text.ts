import type { AuditChange, AuditDifference } from '../../audit/diff/compare-results.ts';
import type { Style } from '../style.ts';
import { paragraph, plural } from './lines.ts';

const LABEL = 10;

/** What is different between two results: the worse last, and a sum. */
export function renderAuditDiffText(
  { changes, notes }: AuditDifference,
  { width, style }: { readonly width: number; readonly style: Style },
): string[] {
  const sorted = [...changes].sort((a, b) => Number(a.isWorse) - Number(b.isWorse));
  const worse = changes.filter(({ isWorse }) => isWorse).length;
  const lines = sorted.flatMap((change) => {
    const paintHead = change.isWorse ? style.warning : style.dim;
    return paragraph(labelOf(change), LABEL, sentenceOf(change), width, { paintHead });
  });
  const sum =
    changes.length === 0
      ? 'Nothing is different.'
      : `${plural(changes.length, 'difference')}, ${worse === 0 ? 'none' : worse.toLocaleString('en-US')} to look at.`;
  return [
    ...lines,
    ...(lines.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => paragraph('', 0, `Note: ${note}.`, width, { paint: style.dim })),
    ...paragraph('', 0, sum, width, { paint: worse === 0 ? style.good : style.strong }),
  ];
}

function labelOf({ kind }: AuditChange): string {
  if (kind.endsWith('-new')) return 'new';
  if (kind.endsWith('-gone')) return 'gone';
  return kind === 'service' || kind === 'verdict' ? 'changed' : kind;
}

function sentenceOf({ kind, host, port, transport, check, before, after }: AuditChange): string {
  const where = port === null ? host : `${port}/${transport} of ${host}`;
  switch (kind) {
    case 'host-new':
    case 'host-gone':
      return `host ${host}${(after ?? before ?? '') === '' ? '' : ` (${after ?? before})`}`;
    case 'opened':
      return `${where}${after === null ? '' : `: ${after}`}`;
    case 'closed':
      return `${where}${before === null ? '' : `: was ${before}`}`;
    case 'service':
      return `${where}: was ${before ?? 'not known'}, is ${after ?? 'not known'}`;
    case 'verdict':
      return `${where}: ${check ?? ''} was ${before ?? ''}, is ${after ?? ''}`;
    case 'finding-new':
    case 'finding-gone':
      return `${check ?? ''}: ${after ?? before ?? ''}`;
  }
}
