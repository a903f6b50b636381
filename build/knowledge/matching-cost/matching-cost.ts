import { parsePattern, UnknownPattern } from './parse-pattern.ts';
import { CharacterSet, type PatternNode } from './pattern-tree.ts';
import { DOUBLED, positionsOf, type Positions } from './positions.ts';

/**
 * How the steps of matching grow with the length of the text, at most: with its power `degree`; or why no bound is known.
 *
 * A backtracking matcher takes as many steps as there are ways to read a prefix of the text. They grow exponentially only
 * where a loop can read the same characters in two ways, and else with the number of loops that can follow each other on
 * the same characters (Weber and Seidl, On the degree of ambiguity of finite automata, 1991). Both are judged a little too
 * strictly here, never too mildly.
 */
export type MatchingCost = { readonly degree: number } | { readonly unbounded: string };

/** Of a JavaScript regular expression without the flags `u` and `v`, with `exec` or `test` on text of bytes. */
export function matchingCost(source: string, flags: string): MatchingCost {
  let pattern: PatternNode;
  try {
    pattern = parsePattern(source, flags);
  } catch (error) {
    if (error instanceof UnknownPattern) return { unbounded: error.message };
    throw error;
  }
  const own = costOf(pattern);
  if ('unbounded' in own || isAnchored(pattern, flags)) return own;
  // Anything that is not anchored is tried at every place of the text.
  return { degree: own.degree + 1 };
}

function costOf(pattern: PatternNode): MatchingCost {
  const positions = positionsOf(pattern);
  if (positions === null) return { unbounded: 'it is too long' };
  if (positions.hasEmptyRounds) return { unbounded: 'a repeated group can read nothing, several times' };
  const loops = loopsOf(positions);
  for (const loop of loops) {
    const twice = ambiguityIn(loop, positions);
    if (twice !== null) return { unbounded: twice };
  }
  let degree = longestChain(loops, positions);
  for (const look of positions.looks) {
    const inside = costOf(look);
    if ('unbounded' in inside) return inside;
    degree += inside.degree;
  }
  return { degree };
}

/** Whether it can only match at the start, of the text or with the flag `m` of a line. */
function isAnchored(pattern: PatternNode, flags: string): boolean {
  if (flags.includes('m')) return false;
  if (pattern.kind === 'sequence') return pattern.parts[0] !== undefined && isAnchored(pattern.parts[0], flags);
  if (pattern.kind === 'choice') return pattern.parts.every((part) => isAnchored(part, flags));
  return pattern.kind === 'place' && pattern.isStart;
}

interface Loop {
  readonly members: ReadonlySet<number>;
  readonly characters: CharacterSet;
}

/** Strongly connected positions (Tarjan 1972), in an order in which later ones come first. */
function loopsOf({ sets, follow }: Positions): Loop[] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const loops: Loop[] = [];
  const visit = (position: number): void => {
    const own = index.size;
    index.set(position, own);
    low.set(position, own);
    stack.push(position);
    onStack.add(position);
    for (const next of follow[position] ?? []) {
      if (!index.has(next)) visit(next);
      if (onStack.has(next)) low.set(position, Math.min(low.get(position) ?? own, low.get(next) ?? own));
    }
    if (low.get(position) !== own) return;
    const members = new Set<number>();
    for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
      onStack.delete(member);
      members.add(member);
      if (member === position) break;
    }
    if (members.size === 1 && follow[position]?.has(position) !== true) return;
    const characters = new CharacterSet();
    for (const member of members) characters.addAll(sets[member] ?? characters);
    loops.push({ members, characters });
  };
  for (let position = 0; position < sets.length; position++) if (!index.has(position)) visit(position);
  return loops;
}

/** Why a loop can read the same characters in two ways; null where it cannot. */
function ambiguityIn({ members }: Loop, { sets, follow, doubled }: Positions): string | null {
  for (const member of members) {
    const ways = new CharacterSet();
    for (const next of follow[member] ?? []) {
      const set = sets[next];
      if (set === undefined || !members.has(next)) continue;
      if (ways.meets(set) || doubled.has(member * DOUBLED + next)) {
        return 'a repeated group can read the same characters in two ways';
      }
      ways.addAll(set);
    }
  }
  return null;
}

/** The most loops that can stand behind each other so that the same characters may be given to any of them. */
function longestChain(loops: readonly Loop[], positions: Positions): number {
  const longest = new Map<Loop, number>();
  for (const [order, loop] of loops.entries()) {
    let most = 1;
    for (const later of loops.slice(0, order)) {
      const behind = longest.get(later) ?? 1;
      if (behind + 1 > most && canShare(loop, later, positions)) most = behind + 1;
    }
    longest.set(loop, most);
  }
  return Math.max(0, ...longest.values());
}

/** Whether there is a way from one loop into another on characters that both of them read. */
function canShare(loop: Loop, later: Loop, { sets, follow }: Positions): boolean {
  const shared = loop.characters.shared(later.characters);
  const seen = new Set(loop.members);
  const open = [...loop.members];
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    for (const next of follow[position] ?? []) {
      if (seen.has(next) || sets[next]?.meets(shared) !== true) continue;
      if (later.members.has(next)) return true;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}
