/** Longest name that is compared: a longer one is nobody's typing error, and the cost grows with its length. */
const MAX_LENGTH = 40;

/**
 * The names nearest to a misspelt one, nearest first; empty when none is near enough to be meant (more than one edit
 * in three letters). Distance is optimal string alignment: insertion, deletion, substitution, swap of neighbours.
 */
export function closestNames(misspelt: string, names: Iterable<string>, limit: number): string[] {
  const wanted = misspelt.toLowerCase();
  if (wanted.length > MAX_LENGTH) return [];
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const near = new Map<string, number>();
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) > allowed) continue;
    const distance = editDistance(wanted, name, allowed);
    if (distance <= allowed) near.set(name, distance);
  }
  return [...near]
    .sort((a, b) => a[1] - b[1] || sharedPrefix(wanted, b[0]) - sharedPrefix(wanted, a[0]) || a[0].length - b[0].length)
    .slice(0, limit)
    .map(([name]) => name);
}

/** Optimal string alignment distance; any value above `limit` stands for "more than limit". */
export function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
      if (swapped) cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
