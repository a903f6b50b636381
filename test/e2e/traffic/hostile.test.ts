import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, portolan, removeFolder, shell, STACK_TRACE } from '../program.fixture.ts';
import { hasTerminal, runOnTerminal, withoutColour } from '../terminal.fixture.ts';
import { portScan, START, ufwLine, ufwLog } from './logs.fixture.ts';

/** What somebody else wrote, broken or meant badly: it is read as far as it can be, and nothing of it reaches the terminal. */
let folder = '';
const path = (name: string): string => join(folder, name);
const YEAR_END = Date.UTC(2025, 11, 31, 23, 50) / 1000;

beforeAll(() => {
  folder = makeFolder();
  writeFileSync(path('good.log'), ufwLog());
});

afterAll(() => removeFolder(folder));

const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

describe('text that somebody else chose', () => {
  const evil = '[\u001b]0;owned\u0007\u001b[2J\u202e\u009b31m] ';

  it('is shown without what moves a terminal', () => {
    const lines = Array.from({ length: 60 }, (_, place) =>
      ufwLine({ time: START + place, src: '203.0.113.7', dport: 1000 + place, prefix: evil }),
    );
    const names = Array.from({ length: 60 }, (_, place) =>
      ufwLine({
        time: START + place,
        src: '192.0.2.77',
        sport: 137,
        dst: '192.0.2.255',
        dport: 137,
        protocol: 'UDP',
        prefix: evil,
      }),
    );
    const program = `Oct  9 08:00:00 gate \u001b[31mevil[1]: hello`;
    writeFileSync(path('evil.log'), [...lines, ...names, program, program].join('\n'));
    const { out, code } = portolan(['traffic', path('evil.log')]);
    expect(code).toBe(0);
    expect(out).toContain('tried 60 ports');
    expect(out.split('\n').filter((line) => UNPRINTABLE.test(line))).toEqual([]);
    if (!hasTerminal) return;
    const shown = runOnTerminal(`traffic ${path('evil.log')}`, 100).map(withoutColour);
    expect(shown.filter((line) => UNPRINTABLE.test(line.replaceAll('\u001b[K', '')))).toEqual([]);
    const selected = runOnTerminal(`traffic ${path('evil.log')} --select source=203.0.113.7`, 100);
    expect(selected).toHaveLength(60);
    expect(selected.filter((line) => UNPRINTABLE.test(line))).toEqual([]);
  });

  it('is escaped in file names too', () => {
    const { err, code } = portolan(['traffic', path('no\u001b[2Jfile')]);
    expect(code).toBe(3);
    expect(err).not.toMatch(UNPRINTABLE);
  });
});

describe('broken inputs', () => {
  it('of 200 MB without a line end are read in little memory and time', () => {
    const limit = `ulimit -v 25000000; head -c 200000000 /dev/zero | tr '\\0' 'x'`;
    const begun = performance.now();
    const { code, err } = shell(`${limit} | "$0" traffic --input-format netfilter -`);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(err).not.toMatch(STACK_TRACE);
    expect(code).toBe(0);
    expect(shell(`${limit} | "$0" traffic -`)).toMatchObject({ code: 3, out: '' });
  });

  it('with NULs and bytes that are no UTF-8 count what they cannot read', () => {
    const lines = portScan(60).join('\n');
    const noise = Buffer.from([0, 0xff, 0xfe, 0, 10, 0x80, 0, 10]);
    writeFileSync(path('nul.log'), Buffer.concat([Buffer.from(`${lines}\n`), noise, Buffer.from(`${lines}\n`)]));
    const { out, code } = portolan(['traffic', path('nul.log')]);
    expect(code).toBe(0);
    expect(out).toContain('tried 60 ports');
    expect(out.split('\n').filter((line) => UNPRINTABLE.test(line))).toEqual([]);
  });

  it('without years go on across New Year', () => {
    const lines = Array.from({ length: 60 }, (_, place) =>
      ufwLine({ time: YEAR_END + 20 * place, src: '203.0.113.7', dport: 1000 + place }),
    );
    writeFileSync(path('new-year.log'), lines.join('\n'));
    const { out } = portolan(['traffic', path('new-year.log'), '--json']);
    const { summary } = JSON.parse(out) as { summary: { first: string; last: string } };
    expect(Date.parse(summary.last) - Date.parse(summary.first)).toBe(59 * 20_000);
  });

  it('whose clock jumps back are told all the same', () => {
    const back = portScan(60).map((line) => line.replace('Oct  9', 'Oct  8'));
    writeFileSync(path('back.log'), [...portScan(60), ...back].join('\n'));
    const { out, code } = portolan(['traffic', path('back.log')]);
    expect(code).toBe(0);
    expect(out).toContain('tried 60 ports');
  });

  it('that were packed and cut off are read as far as they go, and say so', () => {
    writeFileSync(path('cut.log.gz'), gzipSync(ufwLog()).subarray(0, -900));
    const { out, code } = portolan(['traffic', path('cut.log.gz')]);
    expect(code).toBe(0);
    expect(out).toMatch(/cut\.log\.gz is packed and cut off: what there is of it was read/);
    const strict = portolan(['traffic', path('cut.log.gz'), '--strict']);
    expect(strict.code).toBe(3);
    expect(strict.err).toMatch(/--strict was given: .*cut off/);
  });
});

describe('inputs that cannot be read', () => {
  it('say what, where and what next', () => {
    mkdirSync(path('folder'));
    writeFileSync(path('empty.log'), '');
    writeFileSync(path('letter.txt'), 'a letter to nobody\n'.repeat(20));
    for (const [name, message] of [
      ['folder', /is a folder: name the files in it/],
      ['nowhere.log', /there is no .*nowhere\.log/],
      ['empty.log', /empty\.log is empty/],
      ['letter.txt', /letter\.txt is of no format that is known here; portolan help traffic-formats lists them/],
    ] as const) {
      const { code, out, err } = portolan(['traffic', path(name)]);
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toMatch(message);
      expect(err).not.toMatch(STACK_TRACE);
    }
  });

  const isRoot = process.getuid?.() === 0;
  if (!isRoot) console.warn('skipped: only root can become a user without rights');
  it.skipIf(!isRoot)('name the right that is missing', () => {
    writeFileSync(path('closed.log'), ufwLog());
    chmodSync(path('closed.log'), 0);
    const { code, err } = portolan(['traffic', path('closed.log')], { uid: 65_534 });
    expect(code).toBe(3);
    expect(err).toMatch(/no right to read .*closed\.log: run as its owner or with sudo/);
  });

  it('do not keep the others from being told', () => {
    const { code, out, err } = portolan(['traffic', path('nowhere.log'), path('good.log'), path('letter.txt')]);
    expect(code).toBe(3);
    expect(out).toContain('tried 200 ports');
    expect(out).toMatch(/^not read: there is no .*nowhere\.log/m);
    expect(out).toMatch(/^of no known format, left out: .*letter\.txt$/m);
    expect(err).toMatch(/^portolan: there is no .*nowhere\.log[^\n]*\n$/);
    expect(portolan(['traffic', path('good.log'), path('letter.txt')]).code).toBe(0);
    expect(portolan(['traffic', path('good.log'), path('letter.txt'), '--strict']).code).toBe(3);
    expect(portolan(['traffic', path('nowhere.log'), path('good.log'), '--fail-on', 'low']).code).toBe(1);
  });
});
