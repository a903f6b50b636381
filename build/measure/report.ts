import type { Figure, Verdict } from './figure.ts';

/** A measure with what it found. */
export interface Result {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** In capitals what somebody must not overlook. */
const MARKS: Readonly<Record<Verdict, string>> = {
  held: 'held',
  missed: 'MISSED',
  skipped: 'SKIPPED',
  'for the record': '',
};

/** Lines of a list that the text shows; `--json` has all of them. */
const SHOWN = 40;

/** The results for people: a heading a measure, a line a figure, below it the note and what is behind it. */
export function reportLines(results: readonly Result[]): string[] {
  const lines: string[] = [];
  for (const { id, title, figures } of results) {
    lines.push(`${id}  ${title}`);
    for (const figure of figures) lines.push(...figureLines(figure));
    lines.push('');
  }
  const count = (verdict: Verdict): number =>
    results.flatMap(({ figures }) => figures).filter((figure) => figure.verdict === verdict).length;
  lines.push(`${count('held')} held, ${count('missed')} missed, ${count('skipped')} skipped`);
  return lines;
}

function figureLines({ what, figure, target, verdict, note, list }: Figure): string[] {
  const parts = [figure, target === null ? null : `target ${target}`, MARKS[verdict]];
  const lines = [`    ${what}: ${parts.filter((part) => part !== null && part !== '').join(', ')}`];
  if (note !== null) lines.push(`        ${note}`);
  for (const one of list.slice(0, SHOWN)) lines.push(`        - ${one}`);
  if (list.length > SHOWN) lines.push(`        - and ${list.length - SHOWN} more (--json has them)`);
  return lines;
}
