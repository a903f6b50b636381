import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInput, type CommandSpec, type Flag, type Input } from './command.ts';
import { explain } from './commands/explain/command.ts';
import { free } from './commands/free/command.ts';
import { glance } from './commands/glance/command.ts';
import { sockets } from './commands/sockets/command.ts';
import { wait } from './commands/wait/command.ts';
import { CliError, EXIT } from './exit-code.ts';
import { FORMAT_FLAGS, formatOf } from './format.ts';

/** Flags of a command that has a flag with a value, which no command of today has. */
const valued: CommandSpec = {
  name: 'audit',
  summary: '',
  flags: [
    { long: 'policy', short: 'P', value: 'FILE', description: 'the policy' },
    { long: 'quiet', short: 'q', description: 'say less' },
  ],
  examples: [],
  load: () => Promise.reject(new Error('never runs')),
};

/** The flags that were given, in the order of the command. */
function flagsOf(input: Input, flags: readonly Flag[]): string[] {
  return flags.map(({ long }) => long).filter((long) => input.has(long));
}

function parseSockets(...words: string[]): string[] {
  return flagsOf(parseInput(sockets, words), sockets.flags);
}

/** The sentence with which a command line is refused. */
function refusal(spec: CommandSpec, ...words: string[]): string {
  try {
    parseInput(spec, words);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    expect(error.exitCode).toBe(EXIT.usage);
    return error.message;
  }
  throw new Error('the command line was accepted');
}

describe('the letters of ss and netstat', () => {
  it.each([
    [['-tulpn'], ['tcp', 'udp', 'listening', 'numeric', 'processes']],
    [['-tuanp'], ['tcp', 'udp', 'all', 'numeric', 'processes']],
    [
      ['-t', '-u'],
      ['tcp', 'udp'],
    ],
    [['-46'], ['ipv4', 'ipv6']],
    [
      ['-4', '-lH'],
      ['listening', 'ipv4', 'no-header'],
    ],
    [['-tt'], ['tcp']],
    [
      ['--tcp', '--listening'],
      ['tcp', 'listening'],
    ],
    [[], []],
  ])('%j are %j', (words, flags) => {
    expect(parseSockets(...words)).toEqual(flags);
  });

  it('may be combined in any order', () => {
    const letters = sockets.flags.map(({ short }) => short).filter((short) => short !== undefined);
    fc.assert(
      fc.property(fc.shuffledSubarray(letters, { minLength: 1 }), (drawn) => {
        const expected = sockets.flags.filter(({ short }) => short !== undefined && drawn.includes(short));
        expect(parseSockets(`-${drawn.join('')}`)).toEqual(expected.map(({ long }) => long));
      }),
    );
  });
});

describe('an option that a command does not have', () => {
  it('is refused, and the nearest one proposed', () => {
    expect(refusal(sockets, '--listenin')).toBe('sockets has no option --listenin; did you mean --listening?');
    expect(refusal(sockets, '--jsno')).toContain('did you mean --json?');
    expect(refusal(glance, '--jsno')).toBe('portolan has no option --jsno; did you mean --json?');
  });

  it('is refused with the letter of the other case, where there is one', () => {
    expect(refusal(sockets, '-T')).toContain('did you mean -t, TCP sockets?');
    expect(refusal(sockets, '-tuX')).toContain('no option -X');
  });

  it('is refused with a word about help where nothing is near', () => {
    expect(refusal(sockets, '--watchtower')).toBe('sockets has no option --watchtower; see portolan sockets --help');
    expect(refusal(glance, '-z')).toBe('portolan has no option -z; see portolan --help');
  });

  it('is refused even where every object has a property of that name', () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(refusal(sockets, `--${name}`)).toContain(`--${name}`);
  });
});

describe('the value of an option', () => {
  it('is refused on a switch', () => {
    expect(refusal(sockets, '--json=yes')).toBe('--json takes no value');
    expect(refusal(sockets, '--json=')).toBe('--json takes no value');
  });

  it('is read from the same word or the next one, where the option takes one', () => {
    for (const words of [
      ['--policy=a.yaml'],
      ['--policy', 'a.yaml'],
      ['-P', 'a.yaml'],
      ['-Pa.yaml'],
      ['-qP', 'a.yaml'],
    ]) {
      expect(parseInput(valued, words).value('policy')).toBe('a.yaml');
    }
    expect(parseInput(valued, ['-q']).value('policy')).toBeNull();
    expect(parseInput(valued, ['-q']).value('quiet')).toBeNull(); // a switch has none
  });

  it('is missed, and the message says what it should be', () => {
    expect(refusal(valued, '--policy')).toBe('--policy needs a value: FILE');
  });
});

describe('formats', () => {
  it('exclude each other, whichever two they are', () => {
    const names = FORMAT_FLAGS.map(({ long }) => long);
    for (const one of names) {
      for (const other of names.filter((name) => name !== one)) {
        const message = refusal(sockets, `--${one}`, `--${other}`);
        expect(message).toContain('exclude each other');
        expect(message).toContain(`--${one}`);
        expect(message).toContain(`--${other}`);
      }
    }
  });

  it('are text unless one was asked for', () => {
    const formats = [[], ['--json'], ['--ndjson'], ['--csv'], ['--json', '--json']];
    expect(formats.map((words) => formatOf(parseInput(sockets, words)))).toEqual([
      'text',
      'json',
      'ndjson',
      'csv',
      'json',
    ]);
  });
});

describe('arguments', () => {
  it('go to a command that takes some, also behind a double dash', () => {
    expect(parseInput(explain, ['443', '--json', '19/udp']).args).toEqual(['443', '19/udp']);
    expect(parseInput(explain, ['--', '--json', '-t']).args).toEqual(['--json', '-t']);
    expect(parseInput(explain, ['']).args).toEqual(['']);
  });

  it('are refused by a command that takes none, by its name', () => {
    expect(refusal(sockets, '80')).toBe('sockets takes no argument, and got "80"');
    expect(refusal(glance, '--json', '80')).toBe('portolan takes no argument, and got "80"');
  });
});

describe('the words behind a double dash', () => {
  it('are left alone for a command that runs them', () => {
    const input = parseInput(free, ['3', '--hold', '--', 'curl', '--json', '-h', '--', '{port}']);
    expect(input.args).toEqual(['3']);
    expect(flagsOf(input, free.flags)).toEqual(['hold']);
    expect(input.rest).toEqual(['curl', '--json', '-h', '--', '{port}']);
    expect(parseInput(free, ['3']).rest).toBeNull();
    expect(parseInput(free, ['--']).rest).toEqual([]);
  });

  it('are arguments of any other', () => {
    expect(parseInput(explain, ['--', '80']).rest).toBeNull();
  });
});

describe('a switch that may have a value', () => {
  it('gets it behind an equals sign, and only there', () => {
    const parse = (...words: string[]): Input => parseInput(wait, words);
    expect(parse('80', '--http=/health').value('http')).toBe('/health');
    const plain = parse('--http', '80');
    expect([plain.has('http'), plain.value('http'), plain.args]).toEqual([true, null, ['80']]);
  });
});
