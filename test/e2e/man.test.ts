import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_VARIABLES } from '../../src/cli/environment-variables.ts';
import { EXIT } from '../../src/cli/exit-code.ts';
import { allCommands } from '../../src/cli/commands.ts';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { environment, ROOT } from './program.fixture.ts';

const COMMANDS = await allCommands();

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { man: string; version: string };
const PAGE = join(ROOT, manifest.man);

/** Programs that judge roff, and how they are asked: silence means that they have nothing to say. */
const JUDGES: readonly (readonly [program: string, args: readonly string[]])[] = [
  ['mandoc', ['-Tlint', PAGE]],
  ['groff', ['-man', '-ww', '-Tutf8', '-z', PAGE]],
  ['man', ['--warnings=w', '-l', '-Tutf8', '-Z', PAGE]],
];

const isThere = (program: string): boolean => spawnSync(program, ['-h']).error === undefined;

/** The page as a person reads it, without formatting and line breaks. */
function readPage(): string | null {
  const [program, args] = isThere('mandoc') ? ['mandoc', ['-Tutf8', PAGE]] : ['man', ['-l', PAGE]];
  if (!isThere(program)) return null;
  const { stdout, status } = spawnSync(program, args, { env: environment({ LANG: 'C.UTF-8' }), encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout.replaceAll(/.\u0008/g, '').replaceAll(/\s+/g, ' ');
}

const page = readPage();
if (page === null) console.warn('skipped: neither mandoc nor man is installed, so nobody can read the man page');

describe('the man page', () => {
  for (const [program, args] of JUDGES) {
    const here = isThere(program);
    if (!here) console.warn(`skipped: ${program} is not installed, and cannot judge the man page`);
    it.skipIf(!here)(`gives ${program} nothing to find fault with`, () => {
      const { stderr, stdout } = spawnSync(program, args, { env: environment({ LANG: 'C.UTF-8' }), encoding: 'utf8' });
      expect(stderr).toBe('');
      if (program === 'mandoc') expect(stdout).toBe('');
    });
  }

  it('is plain ASCII, which every roff reads alike', () => {
    const text = readFileSync(PAGE, 'utf8');
    expect([...text].filter((character) => character !== '\n' && !/^[ -~]$/.test(character))).toEqual([]);
    expect(text).toContain(`"portolan ${manifest.version}"`);
  });

  it('has the sections that readers look for, in the usual order', () => {
    const sections = [...readFileSync(PAGE, 'utf8').matchAll(/^\.SH (.+)$/gm)].map((match) => match[1]);
    expect(sections).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'COMMANDS',
      'HELP TOPICS',
      'EXIT STATUS',
      'ENVIRONMENT',
      'FILES',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });
});

describe.skipIf(page === null)('a reader of the man page', () => {
  const text = page ?? '';

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'finds the command "%s", its other names and all its options',
    (_, { name, summary, aliases = [], argument, flags, examples }) => {
      const title = name === '' ? 'portolan, without a command' : `portolan ${name}`;
      // With its summary: "portolan audit" is also how "portolan audit init" begins.
      const from = text.indexOf(` ${title} ${summary}`, text.indexOf(' COMMANDS '));
      expect(from).toBeGreaterThan(0);
      const entry = text.slice(from, text.indexOf(' Examples: ', from) + 400);
      for (const alias of aliases) expect(entry).toContain(`portolan ${alias}`);
      if (argument !== undefined) expect(entry).toContain(argument.name);
      for (const { long, short, value, inlineValue } of flags) {
        const spelling = `${short === undefined ? '' : `-${short}, `}--${long}${inlineValue === undefined ? '' : `[=${inlineValue}]`}${value === undefined ? '' : ` ${value}`} `;
        expect(entry).toContain(` ${spelling}`);
      }
      expect(entry).toContain(examples[0]?.replaceAll(/\s+/g, ' '));
    },
  );

  it('finds all exit codes and topics', () => {
    const codes = text.slice(text.indexOf(' EXIT STATUS '), text.indexOf(' ENVIRONMENT '));
    for (const code of Object.values(EXIT)) expect(codes).toMatch(new RegExp(` ${code} [A-Z]`));
    for (const { name } of TOPICS) expect(text).toContain(` portolan help ${name} `);
  });

  it('finds every variable of the environment that the program reads', () => {
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
      .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'))
      .join('\n');
    const read = new Set(
      [...sources.matchAll(/(?:environment|\benv)(?:\[['"]|\.)([A-Z][A-Z_]+)\b/g)].map((match) => match[1] ?? ''),
    );
    expect(read).toContain('NO_COLOR'); // or the pattern no longer sees them
    expect(read).toEqual(new Set(ENVIRONMENT_VARIABLES.map(([name]) => name)));
    const variables = text.slice(text.indexOf(' ENVIRONMENT '), text.indexOf(' FILES '));
    for (const [name] of ENVIRONMENT_VARIABLES) expect(variables).toContain(` ${name} `);
  });
});
