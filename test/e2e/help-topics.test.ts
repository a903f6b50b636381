import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.ts';
import { allCommands } from '../../src/cli/commands.ts';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { environment, makeFolder, portolan, PORTOLAN, removeFolder } from './program.fixture.ts';

const COMMANDS = await allCommands();

const hasTerminal = spawnSync('script', ['--version']).error === undefined;
if (!hasTerminal) console.warn('skipped: without script(1) there is no terminal to wrap topics to');

const NAMES = TOPICS.map(({ name }) => name);

describe('portolan help', () => {
  it('lists all topics and all commands', () => {
    const { code, out, err } = portolan(['help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const name of NAMES) expect(out).toContain(`portolan help ${name}  `);
    for (const { name } of COMMANDS) expect(out).toContain(`portolan ${name}`.trimEnd());
    expect(portolan(['--help']).out).toBe(out);
  });

  it('has no topic that goes by the name of a command, which would never be shown', () => {
    const isTaken = (topic: string): boolean =>
      COMMANDS.some(({ name, aliases = [] }) => name === topic || aliases.includes(topic));
    expect(NAMES.filter(isTaken)).toEqual([]);
  });

  it.each(NAMES)('explains %s, in lines that fit where nobody says how wide they may be', (name) => {
    const { code, out, err } = portolan(['help', name]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.startsWith(`${name}: `)).toBe(true);
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter((line) => line.length > 80 || /\s$/.test(line))).toEqual([]);
  });

  it('shows the page of a command, as its own --help does', () => {
    for (const words of [['sockets'], ['netstat'], ['knowledge', 'claims'], ['help'], ['completion']]) {
      const { code, out } = portolan(['help', ...words]);
      expect({ code, out }).toEqual({ code: 0, out: portolan([...words, '--help']).out });
    }
    expect(portolan(['help', 'explain', '443']).out).toBe(portolan(['explain', '--help']).out);
  });

  it.each([
    [['exit-code'], /did you mean portolan help exit-codes\?/],
    [['exposures'], /did you mean portolan help exposure\?/],
    [['sokets'], /did you mean portolan help sockets\?/],
    [['knowledge', 'claim'], /did you mean portolan help knowledge claims\?/],
    [['knowledge'], /did you mean portolan help knowledge claims, or /],
    [['443'], /portolan explain 443/],
    [['frobnicate'], /portolan help lists both/],
    [['json', 'more'], /stands alone/],
    [[''], /"" is not a command and no topic/],
  ])('knows no %j, says what is near, and ends with 2', (words, expected) => {
    const { code, out, err } = portolan(['help', ...words]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^portolan: [^\n]+\n$/);
    expect(err).toMatch(expected);
  });
});

describe('what topics say', () => {
  it('names every exit code', () => {
    const { out } = portolan(['help', 'exit-codes']);
    for (const code of Object.values(EXIT)) expect(out).toMatch(new RegExp(`^  ${code} `, 'm'));
  });

  it('is what the program does: the frame, and the words of exposure', () => {
    const { out } = portolan(['help', 'json']);
    const frame = Object.keys(JSON.parse(portolan(['explain', '443', '--json']).out) as object);
    for (const field of frame) expect(out).toContain(`"${field}"`);
    for (const word of ['any address', 'wildcard', 'private network', 'this host', 'loopback']) {
      expect(portolan(['help', 'exposure']).out).toContain(word);
    }
  });

  it('shows a portolan.yaml that the program takes as it stands', () => {
    const folder = makeFolder();
    try {
      const [, example = ''] = /\n {2}(ports:\n(?: {4}.*\n)+)/.exec(portolan(['help', 'files']).out) ?? [];
      mkdirSync(join(folder, 'portolan'));
      writeFileSync(join(folder, 'portolan/portolan.yaml'), example.replaceAll(/^ {2}/gm, ''));
      const { code, out, err } = portolan(['explain', '5432/tcp', '--no-here'], { env: { XDG_CONFIG_HOME: folder } });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('orders database');
    } finally {
      removeFolder(folder);
    }
  });

  it('gives examples that the program understands', () => {
    const examples = NAMES.flatMap((name) =>
      [...portolan(['help', name]).out.matchAll(/^ {2}portolan ([^|>\n]*)/gm)].map((match) => match[1]?.trim() ?? ''),
    );
    expect(examples.length).toBeGreaterThan(5);
    for (const example of examples) expect(portolan(example.split(' ')).err, example).not.toMatch(/--help|mean|option/);
  });
});

describe.skipIf(!hasTerminal)('on a terminal', () => {
  it.each([40, 80, 200].flatMap((columns) => NAMES.map((name) => ({ columns, name }))))(
    'no line of prose is wider than its $columns columns: $name',
    ({ columns, name }) => {
      const line = `stty cols ${columns}; exec '${PORTOLAN}' help ${name}`;
      const { stdout, status } = spawnSync('script', ['-qec', line, '/dev/null'], {
        env: environment({ SHELL: '/bin/sh', NO_COLOR: '1' }),
        encoding: 'utf8',
        input: '',
      });
      expect(status).toBe(0);
      const lines = stdout.replaceAll('\r', '').trimEnd().split('\n');
      // Commands, JSON and YAML are copied, not read: they are never wrapped.
      const copied = /^ {2}(portolan |"|[{}]| )/;
      expect(lines.filter((text) => text.length > columns && !copied.test(text))).toEqual([]);
    },
  );
});
