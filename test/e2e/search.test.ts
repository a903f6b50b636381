import { hostname } from 'node:os';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/cli/width.ts';
import type { Hit } from '../../src/knowledge/search/search.ts';
import { portolan, STACK_TRACE } from './program.fixture.ts';
import { hasTerminal, runOnTerminal, withoutColour } from './terminal.fixture.ts';

interface Document {
  readonly schema: string;
  readonly generatedAt: string;
  readonly host: string;
  readonly query: string;
  readonly hits: readonly Hit[];
}

const linesOf = (out: string): string[] => out.trimEnd().split('\n');

function jsonOf(...words: string[]): Document {
  const { code, out, err } = portolan(['search', ...words, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Document;
}

describe('portolan search', () => {
  it.each([
    ['home assistant', /^8123\/tcp +home-assistant /],
    ['k8s api', /^6443\/tcp /],
    ['remote desk', /^3389\/tcp +rdp .* alias "remote desktop"$/],
    ['adb', /^5555\/tcp +adb /],
    ['siemens plc', /^102\/tcp /],
    ['tcp 22', /^22\/tcp +ssh .* the port itself$/],
    ['udp/161', /^161\/udp +snmp /],
    ['netbus', /^\d+\/\w+ +NetBus .* program "NetBus"$/],
  ])('prints the best hit first, below a heading: %s', (text, line) => {
    const { code, out, err } = portolan(['search', text]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [heading, best] = linesOf(out);
    expect(heading).toMatch(/^PORT +NAME +WHAT +BECAUSE$/);
    expect(best).toMatch(line);
  });

  it('takes several words as one question', () => {
    expect(portolan(['search', 'remote', 'desk']).out).toBe(portolan(['search', 'remote desk']).out);
  });

  it('cuts nothing where no person reads, and gives no advice there', () => {
    const { hits } = jsonOf('remote desk');
    for (const env of [{}, { COLUMNS: '40' }]) {
      const { out } = portolan(['search', 'remote desk'], { env });
      expect(out).not.toContain('…');
      expect(out).not.toContain('\u001b');
      expect(out).not.toContain('portolan explain');
      expect(linesOf(out)).toHaveLength(hits.length + 1);
      for (const { name, title, why } of hits) for (const text of [name, title, why]) expect(out).toContain(text);
    }
  });
});

describe('what programs read', () => {
  it('is one JSON document, with the question and the hits', () => {
    const { schema, generatedAt, host, query, hits } = jsonOf('remote', 'desk');
    expect({ schema, host, query }).toEqual({ schema: 'portolan/search@1', host: hostname(), query: 'remote desk' });
    expect(new Date(generatedAt).toISOString()).toBe(generatedAt);
    expect(hits).toHaveLength(10);
    expect(hits[0]).toEqual({
      port: 3389,
      lastPort: 3389,
      transport: 'tcp',
      keys: expect.arrayContaining(['3389/tcp', '3389/udp']) as unknown,
      name: 'rdp',
      title: expect.stringContaining('Remote Desktop') as unknown,
      why: 'alias "remote desktop"',
      score: expect.any(Number) as unknown,
    });
  });

  it('is the same in NDJSON, a hit a line', () => {
    const { out } = portolan(['search', 'syslog', '--ndjson']);
    expect(linesOf(out).map((line): unknown => JSON.parse(line))).toEqual(jsonOf('syslog').hits);
  });

  it('is the same in CSV, a range as first and last port', () => {
    for (const text of ['syslog', '6000-6063']) {
      const rows: unknown = parse(portolan(['search', text, '--csv']).out, { columns: true });
      expect(rows).toEqual(
        jsonOf(text).hits.map(({ port, lastPort, transport, name, title, why }) => ({
          port: port === lastPort ? `${port}` : `${port}-${lastPort}`,
          ...{ transport, name, title, why },
        })),
      );
    }
    expect(linesOf(portolan(['search', '6000-6063', '--csv']).out)[1]).toMatch(/^6000-6063,tcp,x11,/);
  });

  it('comes in one format at a time', () => {
    const { code, out, err } = portolan(['search', 'ssh', '--json', '--csv']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--json and --csv exclude each other');
  });
});

describe('--limit', () => {
  it.each([
    [['--limit', '1'], 1],
    [['-n', '3'], 3],
    [['-n3'], 3],
    [['--limit=25'], 25],
    [[], 10],
  ])('shows so many at most: %j', (flags, expected) => {
    expect(linesOf(portolan(['search', 'server', ...flags, '--ndjson']).out)).toHaveLength(expected);
  });

  it('takes a thousand, and shows what there is', () => {
    const few = jsonOf('server', '--limit', '25').hits;
    const all = jsonOf('server', '--limit', '1000').hits;
    expect(all.length).toBeGreaterThan(25);
    expect(all.length).toBeLessThanOrEqual(1000);
    expect(all.slice(0, 25)).toEqual(few);
  });

  it.each(['0', '1001', '-1', '1.5', '1e2', 'ten', '', ' 5', '99999999999999999999'])('refuses %j', (value) => {
    const { code, out, err } = portolan(['search', 'ssh', `--limit=${value}`]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`portolan: --limit takes a whole number from 1 to 1000, and got "${value}"\n`);
  });

  it('needs a value', () => {
    const { code, err } = portolan(['search', 'ssh', '--limit']);
    expect(code).toBe(2);
    expect(err).toContain('--limit needs a value');
  });
});

describe('a search without a hit', () => {
  it('ends with 1 and says what to try', () => {
    const { code, out, err } = portolan(['search', 'qqqqq', 'zzzzz']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^portolan: nothing fits "qqqqq zzzzz"; try .*portolan explain 443\n$/);
  });

  it('is still a whole document in each format', () => {
    const json = portolan(['search', 'qqqqqzzzzz', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ schema: 'portolan/search@1', query: 'qqqqqzzzzz', hits: [] });
    expect(portolan(['search', 'qqqqqzzzzz', '--csv'])).toMatchObject({
      code: 1,
      out: 'port,transport,name,title,why\n',
    });
    expect(portolan(['search', 'qqqqqzzzzz', '--ndjson'])).toMatchObject({ code: 1, out: '' });
  });

  it.each([[[]], [['']], [['  ', '']]])('because nothing was asked ends with 2: %j', (words) => {
    const { code, out, err } = portolan(['search', ...words]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^portolan: nothing to search for: [^\n]*portolan search remote desktop\n$/);
  });

  it.each([
    ['100 kB', 'a'.repeat(100_000)],
    ['signs', '.* (a+)+$ [^ \\'],
    ['emoji', '👍🏽👩‍👩‍👧'],
    ['control characters', '\u0007\u009b'],
    ['what every object inherits', '__proto__ constructor'],
    ['wide ranges', Array.from({ length: 40 }, (_, index) => `${index}-65535`).join(' ')],
  ])('or with one never ends in a trace: %s', (_, text) => {
    const { code, err } = portolan(['search', '--', text]);
    expect([0, 1]).toContain(code);
    expect(err).not.toMatch(STACK_TRACE);
    expect(err).not.toContain('unexpected failure');
  });
});

describe.skipIf(!hasTerminal)('a search on a terminal', () => {
  it.each(
    [60, 80, 132].flatMap((columns) =>
      ['remote desk', 'sql', '6000-6063'].map((text) => ({ columns, command: `search ${text}` })),
    ),
  )('keeps to its $columns columns: portolan $command', ({ columns, command }) => {
    const lines = runOnTerminal(command, columns).map(withoutColour);
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    expect(lines[0]).toMatch(/^PORT +NAME +WHAT/);
  });

  it('leaves out the reason before the name, where it is narrow', () => {
    expect(runOnTerminal('search remote desk', 132).map(withoutColour)[0]).toContain('BECAUSE');
    const [heading = '', best = ''] = runOnTerminal('search remote desk', 50).map(withoutColour);
    expect(heading).not.toContain('BECAUSE');
    expect(best).toMatch(/^3389\/tcp +rdp +RDP/);
  });

  it('ends with the command that tells more of the best hit', () => {
    expect(runOnTerminal('search remote desk', 80).map(withoutColour).at(-1)).toBe('portolan explain 3389/tcp');
  });
});
