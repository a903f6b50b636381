import type { Flag } from '../command.ts';
import { allServiceNames, type ServiceNames } from './service-names.ts';
import { spellings, takesFile, wordList, type CompletionTree, type Leaf } from './tree.ts';

/**
 * The script for bash. It uses nothing but what bash itself has: the functions of the package bash-completion are not
 * everywhere.
 */
export function bashScript(tree: CompletionTree, services: ServiceNames, version: string): string {
  return `# bash completion for portolan ${version}, written by: portolan completion bash
# To install it for yourself, where the package bash-completion is (it looks there when it needs it):
#   portolan completion bash > ~/.local/share/bash-completion/completions/portolan
# or anywhere, by a line in ~/.bashrc:
#   source <(portolan completion bash)

_portolan_services=${wordList(allServiceNames(services))}
_portolan_commands=${wordList(tree.firstWords.map(([word]) => word))}

# What may follow a first word.
_portolan_second_words() {
  case $1 in
${tree.groups.map(({ word, leaves }) => `    ${word}) echo ${wordList(leaves.map(secondWord))} ;;`).join('\n')}
  esac
}

_portolan() {
  local IFS=$' \\t\\n'
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command= options= arguments= values= word index ended=
  COMPREPLY=()

  # bash takes --option=value apart, into three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]] && (( COMP_CWORD > 2 )); then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi

  if (( COMP_CWORD == 1 )) && [[ $current != -* ]]; then
    COMPREPLY=($(compgen -W "$_portolan_commands" -- "$current"))
    return
  fi
  if (( COMP_CWORD > 1 )) && [[ \${COMP_WORDS[1]} != -* ]]; then
    command=\${COMP_WORDS[1]}
    word=$(_portolan_second_words "$command")
    if [[ -n $word ]]; then
      (( COMP_CWORD == 2 )) && arguments=$word
      [[ " $word " == *" \${COMP_WORDS[2]} "* ]] && command+=" \${COMP_WORDS[2]}"
    fi
  fi

  case $command in
${tree.leaves.map(describeLeaf).join('\n')}
  esac

  case "$command $previous" in
${tree.leaves.flatMap(describeValues).join('\n')}
  esac

  # A word that may be given once is not proposed again.
  for (( index = 1; index < COMP_CWORD; index++ )); do
    [[ \${COMP_WORDS[index]} == -- ]] && ended=1
    [[ -n $values && " $values " == *" \${COMP_WORDS[index]} "* ]] && values=
  done
  arguments+=" $values"
  if [[ $current == -* && -z $ended ]] || [[ -z \${arguments// } ]]; then arguments=$options; fi
  COMPREPLY=($(compgen -W "$arguments" -- "$current"))
}

complete -F _portolan portolan
`;
}

function secondWord(leaf: Leaf): string {
  return leaf.words[1] ?? '';
}

function describeLeaf(leaf: Leaf): string {
  const lines = [`options=${wordList(leaf.flags.flatMap(spellings))}`];
  const { argument } = leaf;
  if (argument?.values !== undefined) lines.push(`values=${wordList(argument.values)}`);
  if (argument?.completes === 'services') lines.push('arguments+=" $_portolan_services"');
  if (argument?.completes === 'commands') {
    lines.push('if (( COMP_CWORD == 2 )); then arguments+=" $_portolan_commands"');
    lines.push('elif (( COMP_CWORD == 3 )); then arguments+=" $(_portolan_second_words "${COMP_WORDS[2]}")"; fi');
  }
  const pattern = leaf.words.length === 0 ? "''" : `'${leaf.words.join(' ')}'`;
  return [`    ${pattern})`, ...lines.map((line) => `      ${line}`), '      ;;'].join('\n');
}

/** What follows each option of the command that takes a value. */
function describeValues(leaf: Leaf): string[] {
  return leaf.flags
    .filter(({ value }) => value !== undefined)
    .map((flag) => {
      const pattern = spellings(flag)
        .map((spelling) => `'${leaf.words.join(' ')} ${spelling}'`)
        .join('|');
      return `    ${pattern}) ${proposeValues(flag)}; return ;;`;
    });
}

function proposeValues(flag: Flag): string {
  if (flag.values !== undefined) return `COMPREPLY=($(compgen -W ${wordList(flag.values)} -- "$current"))`;
  // compopt tells readline that they are files, and fails where readline is not there.
  if (takesFile(flag)) return `IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$current")); compopt -o filenames 2> /dev/null`;
  return ':';
}
