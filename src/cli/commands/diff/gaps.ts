import type { Differences } from '../../../sockets/diff/differences.ts';
import type { BothSides, Side } from './sides.ts';

/** What could not be compared and why, a sentence each. */
export function describeGapsOf({ before, after, passedOver }: BothSides, { sameHost, summary }: Differences): string[] {
  const gaps = [...passedOver];
  if (!sameHost) {
    gaps.push(
      `two machines, ${before.document.host} and ${after.document.host}: what only one has is not called gone, and neither who holds a port nor connections are compared`,
    );
  }
  const [then, now] = [before.document.gaps, after.document.gaps];
  for (const gap of then) gaps.push(now.includes(gap) ? `on both sides: ${gap}` : `${nameOf(before)}: ${gap}`);
  for (const gap of now) if (!then.includes(gap)) gaps.push(`${nameOf(after)}: ${gap}`);
  const bothOwners = before.document.completeness.owners && after.document.completeness.owners;
  if (sameHost && !bothOwners) gaps.push('where an owner is hidden, nobody is said to have taken its place');
  if (summary.unjudged > 0) {
    const what = summary.unjudged === 1 ? '1 listener' : `${summary.unjudged} listeners`;
    gaps.push(
      `${what} of one side could not have been seen on the other, and ${what === '1 listener' ? 'is' : 'are'} not counted`,
    );
  }
  const without = leftOut({ before, after });
  if (without !== null) gaps.push(`connections are not compared: ${nameOf(without)} was saved without --all`);
  return gaps;
}

/** The side that has no connections, where the other has. */
function leftOut({ before, after }: Pick<BothSides, 'before' | 'after'>): Side | null {
  const without = [before, after].filter(({ document }) => document.connections === null);
  return without.length === 1 ? (without[0] ?? null) : null;
}

function nameOf({ snapshot }: Side): string {
  return snapshot ?? 'now';
}

export function isFullyCompared({ before, after, passedOver }: BothSides, { sameHost, summary }: Differences): boolean {
  const isWhole = ({ document: { completeness } }: Side): boolean =>
    completeness.tcp && completeness.udp && completeness.owners;
  const isJudged = summary.unjudged === 0 && leftOut({ before, after }) === null;
  return sameHost && passedOver.length === 0 && isJudged && isWhole(before) && isWhole(after);
}
