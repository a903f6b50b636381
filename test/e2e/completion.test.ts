import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../src/cli/command.ts';
import { bashScript } from '../../src/cli/completion/bash.ts';
import { fishScript } from '../../src/cli/completion/fish.ts';
import { completionTree } from '../../src/cli/completion/tree.ts';
import { zshScript } from '../../src/cli/completion/zsh.ts';
import { allCommands } from '../../src/cli/commands.ts';
import { makeFolder, portolan, removeFolder } from './program.fixture.ts';
import { BASH_SHELL, FISH_SHELL, isThere, ZSH_SHELL, type CompletingShell } from './shells.fixture.ts';

const COMMANDS = await allCommands();

const SHELLS: readonly CompletingShell[] = [BASH_SHELL, ZSH_SHELL, FISH_SHELL];
const here = SHELLS.filter(({ name }) => isThere(name));
for (const { name } of SHELLS.filter((shell) => !here.includes(shell))) {
  console.warn(`skipped: ${name} is not installed, so completion in it cannot be tested`);
}

const MAX_SCRIPT = 128_000;

let folder = '';

beforeAll(() => {
  folder = makeFolder();
});

afterAll(() => removeFolder(folder));

/** Has the program write its script, and says where it is. */
function scriptFor(shell: string): string {
  const { code, out, err } = portolan(['completion', shell]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const file = join(folder, shell === 'zsh' ? '_portolan' : `portolan.${shell}`);
  writeFileSync(file, out);
  return file;
}

describe('portolan completion', () => {
  it.each(['bash', 'zsh', 'fish'])('says in the head of the script for %s how to install it', (shell) => {
    const { out } = portolan(['completion', shell]);
    const head = out.split('\n').slice(0, 8).join('\n');
    expect(head).toContain(`portolan completion ${shell} > ~/`);
    expect(Buffer.byteLength(out)).toBeLessThan(MAX_SCRIPT);
  });

  it.each([
    [[], /for which shell/],
    [['bsh'], /did you mean bash\?/],
    [['powershell'], /there are bash, zsh, fish/],
    [['bash', 'zsh'], /one shell/],
  ])('refuses %j with exit code 2', (args, expected) => {
    const { code, out, err } = portolan(['completion', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
  });
});

/** A line, and what is proposed for it: exactly that. */
const EXACT: readonly (readonly [words: readonly string[], proposals: readonly string[]])[] = [
  [['exp'], ['explain']],
  [['knowledge', 'exp'], ['export']],
  [['sockets', '--lis'], ['--listening']],
  [['netstat', '--lis'], ['--listening']],
  [['netstat', '-tl', '--ris'], ['--risky']],
  [['knowledge', 'claims', '--wr'], ['--wrong']],
  [['explain', '--json', '--sou'], ['--sources']],
  [['--stri'], ['--strict']],
  [['--strict', '--js'], ['--json']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['help', 'expo'], ['exposure']],
  [['help', 'sock'], ['sockets']],
  [['help', 'knowledge', 'cla'], ['claims']],
  [['frobnicate', 'exp'], []],
];

describe.each(here)('in $name', (shell) => {
  const sorted = (proposals: readonly string[] | undefined): string[] => [...new Set(proposals)].sort();

  it('what can follow is proposed, and nothing else', () => {
    const proposals = shell.propose(
      scriptFor(shell.name),
      EXACT.map(([words]) => words),
    );
    expect(EXACT.map(([words], index) => [words, sorted(proposals[index])])).toEqual(EXACT);
  });

  it('every command is proposed', () => {
    const [first = [], second = []] = shell.propose(scriptFor(shell.name), [[''], ['knowledge', '']]);
    const words = COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]).filter((name) => name !== '');
    expect(sorted(first)).toEqual(sorted(words.map((name) => name.split(' ')[0] ?? '')));
    expect(sorted(second)).toEqual(
      sorted(words.filter((name) => name.startsWith('knowledge ')).map((name) => name.slice('knowledge '.length))),
    );
  });

  it('every option of every command is proposed, and no option of another', () => {
    const lines = COMMANDS.map(({ name }) => [...name.split(' ').filter((word) => word !== ''), '--']);
    const proposals = shell.propose(scriptFor(shell.name), lines);
    const expected = COMMANDS.map(({ name, flags }) => [
      ...flags.map(({ long }) => `--${long}`),
      '--help',
      ...(name === '' ? ['--version'] : []),
    ]);
    expect(proposals.map((found) => sorted(found.filter((word) => word.startsWith('--'))))).toEqual(
      expected.map(sorted),
    );
  });

  it('a few hundred names of services are proposed, and none that would need quotes', () => {
    const [names = [], more = []] = shell.propose(scriptFor(shell.name), [
      ['explain', ''],
      ['explain', '443', 'netbu'],
    ]);
    expect(more).toContain('netbus');
    expect(more.filter((name) => !name.startsWith('netbu'))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['ssh', 'https', 'redis', 'netbus', 'vite']));
    expect(names.length).toBeGreaterThan(300);
    expect(names.filter((name) => !/^[\w.+-]+$/.test(name))).toEqual([]);
  });
});

/** A command with everything that the commands of today lack, described in the words that quoting gets wrong. */
const AWKWARD = `it's "quoted" [in] $HOME: \`date\` \\ (a|b) 100 %`;
const audit: CommandSpec = {
  name: 'audit',
  summary: AWKWARD,
  argument: { name: 'WHERE', description: AWKWARD, values: ['here', 'there'] },
  flags: [
    { long: 'level', short: 'L', value: 'LEVEL', values: ['low', 'high'], description: AWKWARD },
    { long: 'policy', short: 'p', value: 'FILE', description: AWKWARD },
    { long: 'since', value: 'TIME', description: AWKWARD },
  ],
  examples: [],
  load: () => Promise.reject(new Error('never runs')),
};

/** The script in which that is the only command besides the one without a name. */
function auditScript(shell: CompletingShell): string {
  const services = { described: [['ssh', AWKWARD]] as const, others: ['netbus'] };
  const glance = COMMANDS.filter(({ name }) => name === '');
  const file = join(folder, `audit.${shell.name}`);
  writeFileSync(file, WRITERS[shell.name](completionTree([...glance, audit]), services, '1'));
  return file;
}

const WRITERS = { bash: bashScript, zsh: zshScript, fish: fishScript };

describe.each(here)('in $name, for a command of tomorrow', (shell) => {
  it.each([
    [
      ['audit', '--level', ''],
      ['high', 'low'],
    ],
    [['audit', '-L', 'h'], ['high']],
    // bash takes the word apart at the equals sign, and so do we.
    [
      shell.name === 'bash' ? ['audit', '--level', '=', 'h'] : ['audit', '--level=h'],
      [shell.name === 'fish' ? '--level=high' : 'high'],
    ],
    [['audit', '--since', ''], []],
    [
      ['audit', ''],
      ['here', 'there'],
    ],
    [['audit', '--level', 'low', 'th'], ['there']],
    [['audit', 'here', 't'], []],
  ])('values are proposed where they belong: %j', (words, expected) => {
    const [proposals] = shell.propose(auditScript(shell), [words]);
    expect(proposals?.toSorted()).toEqual(expected);
  });

  it('files are proposed where an option takes one', () => {
    const file = auditScript(shell);
    const [proposals = []] = shell.propose(file, [['audit', '--policy', file.slice(0, -1)]]);
    expect(proposals.map((path) => path.split('/').at(-1))).toContain(`audit.${shell.name}`);
  });
});

describe('a word that a shell would not take as it is', () => {
  it('is noticed when the script is written, not when somebody presses Tab', () => {
    const spec: CommandSpec = { ...audit, argument: { name: 'WHERE', description: '', values: ['$(reboot)'] } };
    const services = { described: [], others: [] };
    for (const write of Object.values(WRITERS)) {
      expect(() => write(completionTree([spec]), services, '1')).toThrow(/quotes/);
    }
  });
});
