import type { Program } from '../../src/knowledge/program.ts';

/** Finds the names of programs in a text. */
export interface NameFinder {
  /** The names and aliases that stand in the text as words of their own, whatever their case. */
  in(text: string): string[];
}

/** Names that are also what a program is: the Trojan Backdoor of 1999 is not meant by "a backdoor of the router". */
const COMMON_WORDS: ReadonlySet<string> = new Set(['backdoor', 'back door']);

/** Looks for every name and alias of these programs. */
export function namesOf(programs: readonly Program[]): NameFinder {
  const names = programs
    .flatMap((program) => [program.name, ...program.aliases])
    .filter((name) => !COMMON_WORDS.has(name.toLowerCase()))
    .toSorted((a, b) => b.length - a.length); // the longest first: "doly trojan" before "doly"
  if (names.length === 0) return { in: () => [] };
  const escaped = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return { in: (text) => text.match(pattern) ?? [] };
}
