import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './program.fixture.ts';

/** A shell that completes: what it proposes for a command line, the last word being the one that Tab is pressed in. */
export interface CompletingShell {
  readonly name: 'bash' | 'zsh' | 'fish';
  /** For many lines at once: a zsh is slow to start. `script` is the file with our completions. */
  readonly propose: (script: string, lines: readonly (readonly string[])[]) => string[][];
}

export function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr, status, error } = spawnSync(program, args, {
    env: environment({ HOME: '/nonexistent', LANG: 'C.UTF-8', ...env }),
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  if (status !== 0 || stderr !== '') throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** Calls the function as readline would; with -u, because people set it. */
const BASH = `
set -u
source "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(( $# - 1 ))
_portolan
[[ \${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "\${COMPREPLY[@]}"
`;

export const BASH_SHELL: CompletingShell = {
  name: 'bash',
  propose: (script, lines) =>
    lines.map((words) => linesOf(run('bash', ['--norc', '-c', BASH, 'bash', script, 'portolan', ...words]))),
};

/** `complete -C` prints each proposal, a tab, its description. */
export const FISH_SHELL: CompletingShell = {
  name: 'fish',
  propose: (script, lines) => {
    const line = (words: readonly string[]): string =>
      `complete -C '${['portolan', ...words].join(' ')}'; echo --end--`;
    const out = run('fish', ['--no-config', '-c', [`source ${script}`, ...lines.map(line)].join('\n')]);
    return parts(out).map((part) => linesOf(part).map((proposal) => proposal.split('\t')[0] ?? ''));
  },
};

/**
 * zsh completes in an interactive shell on a terminal only: one runs in a pseudo-terminal, its `compadd` writes down
 * what it is given, and its Tab says on the terminal when it is done.
 */
const ZSH_INSIDE = String.raw`
# Installed in either of the two ways that the head of the script names.
[[ $PORTOLAN_SCRIPT == */_portolan ]] && fpath=(${'$'}{PORTOLAN_SCRIPT:h} $fpath)
autoload -Uz compinit
compinit -D -u
[[ $PORTOLAN_SCRIPT == */_portolan ]] || source $PORTOLAN_SCRIPT
compadd() {
  # With -O, -A or -D the completion system only asks what would match.
  if [[ ${'$'}{@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -O hits "$@"
  print -rl -- $hits >> $PORTOLAN_HITS
  builtin compadd "$@"
}
write-proposals() {
  _main_complete
  print -r -- --end-- >> $PORTOLAN_HITS
  compstate[insert]= compstate[list]=
  print -n DO"NE"
}
zle -C write-proposals list-choices write-proposals
bindkey '^I' write-proposals
print REA"DY"
`;

const ZSH_OUTSIDE = String.raw`
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'source $PORTOLAN_INSIDE'
zpty -r -m shell reply '*READY*' || exit 4
for line in "$@"; do
  zpty -w -n shell "$line"${'$'}'\t'
  zpty -r -m shell reply '*DONE*' || exit 5
  zpty -w -n shell ${'$'}'\C-u'
done
zpty -d shell
`;

export const ZSH_SHELL: CompletingShell = {
  name: 'zsh',
  propose: (script, lines) => {
    const base = join(tmpdir(), `portolan-zsh-${process.pid}`);
    const [inside, hits] = [`${base}.zsh`, `${base}.hits`];
    try {
      writeFileSync(inside, ZSH_INSIDE);
      writeFileSync(hits, '');
      run('zsh', ['-f', '-c', ZSH_OUTSIDE, 'zsh', ...lines.map((words) => ['portolan', ...words].join(' '))], {
        PORTOLAN_INSIDE: inside,
        PORTOLAN_SCRIPT: script,
        PORTOLAN_HITS: hits,
      });
      // An option that takes a value is proposed with the "=" that comes before it.
      return parts(readFileSync(hits, 'utf8')).map((part) => linesOf(part).map((hit) => hit.replace(/=$/, '')));
    } finally {
      rmSync(inside, { force: true });
      rmSync(hits, { force: true });
    }
  },
};

/** What stands before each mark. */
function parts(text: string): string[] {
  return text.split('--end--\n').slice(0, -1);
}
