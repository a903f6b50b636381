import type { AuditFinding, AuditResult } from '../../audit/result.ts';
import { worstFinding } from '../../findings/finding.ts';
import type { Style } from '../style.ts';
import { findingText } from './finding-text.ts';
import { hostText } from './host-text.ts';
import { paragraph, plural } from './lines.ts';

export interface AuditTextOptions {
  /** Cells of a line; Infinity breaks none. */
  readonly width: number;
  readonly style: Style;
  /** Also what is as agreed, and what is waived. */
  readonly all: boolean;
}

/** An audit as a person reads it: hosts, what could not be seen, findings with the worst last, and whether it passes. */
export function renderAuditText(result: AuditResult, options: AuditTextOptions): string[] {
  const { width, style, all } = options;
  const lines = result.hosts.flatMap((host) => [...hostText(host, all, width, style), '']);
  const unseen = [
    ...result.refusals.flatMap(({ address, reason, remedy }) => {
      const add = remedy === null ? '' : `; what lets it be asked: ${remedy}`;
      return paragraph('not asked', 10, `${address}: ${reason}${add}`, width, { paintHead: style.warning });
    }),
    ...result.gaps.flatMap((gap) => paragraph('not known', 10, gap, width, { paintHead: style.warning })),
  ];
  const notes = result.notes.flatMap((note) => paragraph('', 0, note, width, { paint: style.dim }));
  if (unseen.length + notes.length > 0) lines.push(...notes, ...unseen, '');
  const told = result.findings.filter(({ waiver }) => all || waiver === null);
  for (const finding of told) {
    const isShort = finding.severity === 'info' || finding.waiver !== null;
    lines.push(...findingText(finding, width, style), ...(isShort ? [] : ['']));
  }
  if (told.length > 0 && lines.at(-1) !== '') lines.push('');
  return [...lines, ...closing(result, told, options)];
}

/** Whether it passes, in a sentence that says why. */
function closing(
  result: AuditResult,
  told: readonly AuditFinding[],
  { width, style, all }: AuditTextOptions,
): string[] {
  const { findings, gaps, refusals } = result;
  const failing = findings.filter(({ isFailure }) => isFailure).length;
  const waived = findings.filter(({ waiver }) => waiver !== null).length;
  const rest = told.filter(({ isFailure, waiver }) => !isFailure && waiver === null).length;
  const unknown = gaps.length + refusals.length;
  const worst = worstFinding(told.filter(({ waiver }) => waiver === null));
  const verdict =
    failing > 0
      ? `The audit fails: ${plural(failing, 'finding')} ${failing === 1 ? 'counts' : 'count'}`
      : worst !== null
        ? `${plural(rest, 'finding')}, the worst ${worst.severity}; none makes the audit fail (--policy, --fail-on)`
        : unknown > 0
          ? 'Nothing found, but not all could be looked at'
          : 'The audit passes';
  const more = [
    rest === 0 || (failing === 0 && worst !== null) ? [] : `${rest} to know of`,
    waived === 0 ? [] : `${waived} waived${all ? '' : ' (--all tells them)'}`,
    unknown === 0 ? [] : `${unknown} not settled`,
  ].flat();
  const text = `${verdict}${more.length === 0 ? '' : `; ${more.join(', ')}`}.`;
  return paragraph('', 0, text, width, {
    paint: failing > 0 ? style.danger : unknown > 0 ? style.warning : style.good,
  });
}
