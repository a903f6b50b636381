import type { CharacterSet, PatternNode } from './pattern-tree.ts';

/**
 * The automaton of a pattern after Glushkov (The abstract theory of automata, 1961): one state for each place where a
 * character is taken, and which of them may follow which.
 */
export interface Positions {
  readonly sets: readonly CharacterSet[];
  readonly follow: readonly ReadonlySet<number>[];
  /** Pairs of places between which there are two ways, as `from * 65536 + to`: `(a+)+` has one from a to a. */
  readonly doubled: ReadonlySet<number>;
  /** What may be read as nothing is asked for more than once: `(a?){9}` has as many ways as it can be shared out. */
  readonly hasEmptyRounds: boolean;
  /** What stands in look-aheads and look-behinds, each for itself. */
  readonly looks: readonly PatternNode[];
}

/** Repeats up to so many characters are written out; longer ones count as endless, which only makes a bound larger. */
const WRITTEN_OUT = 16;
/** No banner's pattern is longer. */
const MAX_POSITIONS = 3000;

/** Factor of the first of two places in `doubled`. */
export const DOUBLED = 65_536;

interface Piece {
  readonly first: ReadonlySet<number>;
  readonly last: ReadonlySet<number>;
  readonly isEmpty: boolean;
}

const NOTHING: Piece = { first: new Set(), last: new Set(), isEmpty: true };

/** Null where the pattern is too long to be looked at. */
export function positionsOf(pattern: PatternNode): Positions | null {
  const sets: CharacterSet[] = [];
  const follow: Set<number>[] = [];
  const doubled = new Set<number>();
  const looks: PatternNode[] = [];
  let hasEmptyRounds = false;

  const link = (from: ReadonlySet<number>, to: ReadonlySet<number>): void => {
    for (const position of from) {
      for (const next of to) {
        if (follow[position]?.has(next) === true) doubled.add(position * DOUBLED + next);
        follow[position]?.add(next);
      }
    }
  };
  const inOrder = (a: Piece, b: Piece): Piece => {
    link(a.last, b.first);
    return {
      first: a.isEmpty ? both(a.first, b.first) : a.first,
      last: b.isEmpty ? both(a.last, b.last) : b.last,
      isEmpty: a.isEmpty && b.isEmpty,
    };
  };
  const repeat = (part: PatternNode, min: number, max: number): Piece => {
    if (max === 0) return NOTHING;
    if (max <= WRITTEN_OUT && (part.kind === 'set' || max <= 2)) {
      let whole = NOTHING;
      for (let count = 0; count < max; count++) {
        const piece = visit(part);
        whole = inOrder(whole, count < min ? piece : { ...piece, isEmpty: true });
      }
      return whole;
    }
    const piece = visit(part);
    link(piece.last, piece.first);
    hasEmptyRounds ||= piece.isEmpty && min > 1;
    return { ...piece, isEmpty: piece.isEmpty || min === 0 };
  };
  const visit = (node: PatternNode): Piece => {
    if (sets.length > MAX_POSITIONS) return NOTHING;
    if (node.kind === 'set') {
      const own = new Set([sets.push(node.set) - 1]);
      follow.push(new Set());
      return { first: own, last: own, isEmpty: false };
    }
    if (node.kind === 'sequence') return node.parts.reduce((before, part) => inOrder(before, visit(part)), NOTHING);
    if (node.kind === 'repeat') return repeat(node.part, node.min, node.max);
    if (node.kind === 'choice') {
      return node.parts.map(visit).reduce((a, b) => ({
        first: both(a.first, b.first),
        last: both(a.last, b.last),
        isEmpty: a.isEmpty || b.isEmpty,
      }));
    }
    if (node.kind === 'look') looks.push(node.part);
    return NOTHING;
  };
  visit(pattern);
  return sets.length > MAX_POSITIONS ? null : { sets, follow, doubled, hasEmptyRounds, looks };
}

function both(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...a, ...b]);
}
