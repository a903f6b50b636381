import type { Flag } from '../command.ts';
import type { ServiceNames } from './service-names.ts';
import { repeats, takesFile, wordList, type CompletionTree, type Leaf } from './tree.ts';

/** The script for fish: one `complete` an option, each with the condition under which it is proposed. */
export function fishScript(tree: CompletionTree, services: ServiceNames, version: string): string {
  const firstWords = (condition: string): string[] =>
    tree.firstWords.map(([word, description]) => propose(condition, word, description));
  const secondWords = (before: string): string[] =>
    tree.groups.flatMap(({ word, leaves }) =>
      leaves.map((leaf) => propose(`__portolan_after ${before}${word}`, leaf.words[1] ?? '', leaf.summary)),
    );
  return `# fish completion for portolan ${version}, written by: portolan completion fish
# To install it for yourself (fish looks there when it needs it):
#   portolan completion fish > ~/.config/fish/completions/portolan.fish

# Whether these are all the words so far.
function __portolan_after
    set -l words (commandline -opc)[2..-1]
    test "$words" = "$argv"
end

# Whether the command is this one; without words, the command without a name.
function __portolan_at
    set -l words (commandline -opc)[2..-1]
    if set -q argv[1]
        string match -q -- "$argv *" "$words "
    else
        string match -qr '^( $|-)' -- "$words "
    end
end

function __portolan_services
    printf '%s\\t%s\\n' \\
${services.described.map(([name, description]) => `        ${name} ${quote(description)}`).join(' \\\n')}
    printf '%s\\n' ${services.others.join(' ')}
end

complete -c portolan -f
${[...firstWords('__portolan_after'), ...secondWords('')].join('\n')}
${tree.leaves.flatMap((leaf) => describeLeaf(leaf, longerThan(leaf, tree))).join('\n')}
${[...firstWords('__portolan_after help'), ...secondWords('help ')].join('\n')}
`;
}

function propose(condition: string, word: string, description: string): string {
  return `complete -c portolan -n ${quote(condition)} -a ${wordList([word])} -d ${quote(description)}`;
}

/** Commands whose first word is this command: `audit init` beside `audit`. */
function longerThan({ words }: Leaf, { groups }: CompletionTree): readonly Leaf[] {
  return words.length === 1 ? (groups.find(({ word }) => word === words[0])?.leaves ?? []) : [];
}

function describeLeaf({ words, flags, argument }: Leaf, longer: readonly Leaf[]): string[] {
  const at = [
    ['__portolan_at', ...words].join(' '),
    ...longer.map((leaf) => `not __portolan_at ${leaf.words.join(' ')}`),
  ].join('; and ');
  const lines = flags.map((flag) => `complete -c portolan -n ${quote(at)} ${describeFlag(flag)}`);
  if (argument?.completes === 'services') lines.push(`complete -c portolan -n ${quote(at)} -a '(__portolan_services)'`);
  if (argument?.values !== undefined) {
    const list = wordList(argument.values);
    // A word that may be given once is not proposed again.
    const once = repeats(argument) ? '' : `; and not __fish_seen_subcommand_from ${list.slice(1, -1)}`;
    const condition = argument.completes === 'commands' ? `__portolan_after ${words.join(' ')}` : at + once;
    lines.push(`complete -c portolan -n ${quote(condition)} -a ${list}`);
  }
  return lines;
}

function describeFlag(flag: Flag): string {
  const short = flag.short === undefined ? '' : `-s ${flag.short} `;
  return `${short}-l ${flag.long}${describeValue(flag)} -d ${quote(flag.description)}`;
}

/** -x: a value is required, and is no file; -r -F: a value is required, and is one. */
function describeValue(flag: Flag): string {
  if (flag.value === undefined) return '';
  if (flag.values !== undefined) return ` -x -a ${wordList(flag.values)}`;
  return takesFile(flag) ? ' -r -F' : ' -x';
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
