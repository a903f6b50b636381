import type { Argument, CommandSpec, Flag } from '../command.ts';
import { HELP_FLAG, VERSION_FLAG } from '../help.ts';

/** A command under one of its names, as the shells complete it. */
export interface Leaf {
  /** One word or two; none for the command without a name. */
  readonly words: readonly string[];
  readonly summary: string;
  /** With --help. */
  readonly flags: readonly Flag[];
  readonly argument: Argument | null;
}

/** A first word that wants another: `knowledge`. */
export interface Group {
  readonly word: string;
  readonly leaves: readonly Leaf[];
}

/** All commands by the words that lead to them; every shell's script is written from it. */
export interface CompletionTree {
  readonly leaves: readonly Leaf[];
  readonly groups: readonly Group[];
  /** What the first word may be, with a description. */
  readonly firstWords: readonly (readonly [word: string, description: string])[];
}

export function completionTree(commands: readonly CommandSpec[]): CompletionTree {
  const leaves = commands.flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map((name) => leafOf(command, name)),
  );
  const groups = new Map<string, Leaf[]>();
  const firstWords = new Map<string, string>();
  for (const leaf of leaves) {
    const [first, second] = leaf.words;
    if (first === undefined) continue;
    if (second === undefined) firstWords.set(first, leaf.summary);
    else groups.set(first, [...(groups.get(first) ?? []), leaf]);
  }
  for (const [word, members] of groups) {
    const seconds = members.map(({ words }) => words[1]);
    if (!firstWords.has(word)) firstWords.set(word, `${seconds.join(', ')}: what follows it`);
  }
  return {
    leaves,
    groups: [...groups].map(([word, members]) => ({ word, leaves: members })),
    firstWords: [...firstWords],
  };
}

function leafOf(command: CommandSpec, name: string): Leaf {
  const words = name === '' ? [] : name.split(' ');
  if (words.length > 2) throw new RangeError(`the scripts know commands of two words at most, not "${name}"`);
  return {
    words,
    summary: command.summary,
    flags: [...command.flags, HELP_FLAG, ...(name === '' ? [VERSION_FLAG] : [])],
    argument: command.argument ?? null,
  };
}

/** Ways to write a flag: `-t`, `--tcp`. */
export function spellings({ short, long }: Flag): string[] {
  return short === undefined ? [`--${long}`] : [`-${short}`, `--${long}`];
}

/** Whether the argument may be given again. */
export function repeats(argument: Argument): boolean {
  return argument.name.includes('...');
}

/** Whether a flag's value names a file, by the word that help shows for it. */
export function takesFile({ value = '' }: Flag): boolean {
  return /FILE|FOLDER|DIR|PATH/.test(value);
}

/** Whether the word needs no quotes in any of the shells. All names of commands, flags and values have to be such. */
function isPlainWord(word: string): boolean {
  return /^[\w.+@%,/-]+$/.test(word);
}

/** Words as one quoted list, for bash's `compgen -W` and fish's `complete -a`. */
export function wordList(words: readonly string[]): string {
  const wrong = words.find((word) => !isPlainWord(word));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" cannot be completed without quotes`);
  return `'${words.join(' ')}'`;
}
