import type { Argument, Flag } from '../command.ts';
import type { ServiceNames } from './service-names.ts';
import { repeats, spellings, takesFile, wordList, type CompletionTree, type Group, type Leaf } from './tree.ts';

/** The script for zsh's completion system (zshcompsys(1)): a file for fpath, that may be sourced as well. */
export function zshScript(tree: CompletionTree, services: ServiceNames, version: string): string {
  return `#compdef portolan
# zsh completion for portolan ${version}, written by: portolan completion zsh
# To install it for yourself, in a folder of $fpath, here ~/.zfunc:
#   portolan completion zsh > ~/.zfunc/_portolan
# with, in ~/.zshrc and before compinit:  fpath=(~/.zfunc $fpath)
# or, in ~/.zshrc and after compinit:     source <(portolan completion zsh)

_portolan_services() {
  local -a services=(
${described(services.described)}
    ${services.others.join(' ')}
  )
  _describe -t services service services
}

_portolan_commands() {
  local -a commands=(
${described(tree.firstWords)}
  )
  _describe -t commands 'portolan command' commands
}

# What may follow a first word.
_portolan_second_words() {
  local -a commands
  case $1 in
${tree.groups.map(describeGroup).join('\n')}
  esac
  _describe -t commands "portolan $1 command" commands
}

# Topics, and the commands once more, behind "help".
_portolan_help() {
  local -a topics=(${helpTopics(tree)})
  if (( CURRENT == 2 )); then
    _describe -t topics 'topic' topics
    _portolan_commands
  elif (( CURRENT == 3 )); then
    _portolan_second_words $words[2]
  fi
}

_portolan() {
  local curcontext=$curcontext context state state_descr line
  typeset -A opt_args
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _portolan_commands
    return
  fi
  if (( CURRENT > 3 )); then
    case "$words[2] $words[3]" in
${tree.leaves
  .filter(({ words }) => words.length === 2)
  .map(describeLeaf)
  .join('\n')}
    esac
  fi
  case $words[2] in
${tree.leaves
  .filter(({ words }) => words.length === 1)
  .map(describeLeaf)
  .join('\n')}
${tree.groups.map(({ word }) => `    (${word}) (( CURRENT == 3 )) && _portolan_second_words ${word}; return ;;`).join('\n')}
    (-*)
${describeArguments(tree.leaves.find(({ words }) => words.length === 0))}
      ;;
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _portolan "$@"
else
  compdef _portolan portolan
fi
`;
}

function helpTopics({ leaves }: CompletionTree): string {
  const help = leaves.find(({ argument }) => argument?.completes === 'commands');
  return wordList(help?.argument?.values ?? []).slice(1, -1);
}

/** A list for _describe: word, colon, description. */
function described(rows: readonly (readonly [word: string, description: string])[]): string {
  return rows.map(([word, description]) => `    ${quote(`${word}:${description}`)}`).join('\n');
}

function describeGroup({ word, leaves }: Group): string {
  const rows = described(leaves.map((leaf) => [leaf.words[1] ?? '', leaf.summary] as const));
  return `    (${word}) commands=(\n${rows}\n    ) ;;`;
}

function describeLeaf(leaf: Leaf): string {
  const pattern = leaf.words.length === 2 ? quote(leaf.words.join(' ')) : (leaf.words[0] ?? '');
  // _arguments takes the first word for the command; for `knowledge claims` that is the second.
  const shift = leaf.words.length === 2 ? 'shift 2 words; (( CURRENT -= 2 ))' : 'shift words; (( CURRENT-- ))';
  return `    (${pattern})\n      ${shift}\n${describeArguments(leaf)}\n      return ;;`;
}

/** -s: letters may be joined, -tulpn; -S: no options behind --. */
function describeArguments(leaf: Leaf | undefined): string {
  const specs = (leaf?.flags ?? []).flatMap((flag) => describeFlag(flag, leaf?.flags ?? []));
  const { argument = null } = leaf ?? {};
  if (argument !== null) specs.push(...describeArgument(argument));
  return ['      _arguments -s -S', ...specs.map((spec) => `        ${quote(spec)}`)].join(' \\\n');
}

/** `(-t --tcp)-t[TCP sockets]`, once for each spelling: what is in brackets cannot be given with it. */
function describeFlag(flag: Flag, flags: readonly Flag[]): string[] {
  const excluded = flags.filter(({ long }) => flag.excludes?.includes(long) === true);
  const barred = [flag, ...excluded].flatMap(spellings).join(' ');
  const text = `[${escapeSpec(flag.description)}]`;
  return spellings(flag).map((spelling) => {
    if (flag.value === undefined) return `(${barred})${spelling}${text}`;
    // "+": the value may be joined to the letter; "=": behind an equals sign. Both may also stand apart.
    return `(${barred})${spelling}${spelling.startsWith('--') ? '=' : '+'}${text}:${escapeSpec(flag.value)}:${describeValue(flag)}`;
  });
}

function describeValue(flag: Flag): string {
  if (flag.values !== undefined) return valueList(flag.values);
  return takesFile(flag) ? '_files' : ' ';
}

function describeArgument(argument: Argument): string[] {
  const { completes, values } = argument;
  const place = repeats(argument) ? '*' : '1';
  const message = `${place}:${escapeSpec(argument.name)}:`;
  if (completes === 'services') return [`${message}_portolan_services`];
  if (completes === 'commands') {
    return [`1:${escapeSpec(argument.name)}:_portolan_help`, '2: :_portolan_help'];
  }
  return [message + (values === undefined ? ' ' : valueList(values))];
}

function valueList(values: readonly string[]): string {
  return `(${wordList(values).slice(1, -1)})`;
}

/** In the parts of a specification of _arguments, colons and brackets mean something. */
function escapeSpec(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
