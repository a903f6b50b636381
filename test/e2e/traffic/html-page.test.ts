import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/cli/exit-code.ts';
import { readPage } from '../../../src/html/read-page.fixture.ts';
import { makeFolder, portolan, removeFolder, shell, STACK_TRACE } from '../program.fixture.ts';

let folder = '';
let log = '';

/** A scan of 100 ports, whose log prefix wants to be markup. */
function scan(): string {
  return Array.from({ length: 100 }, (_, port) => {
    const time = `Oct  9 08:53:${String(port % 60).padStart(2, '0')}`;
    return `${time} gate kernel: [1.0] <b>"DROP"</b> IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=44 TTL=40 ID=1 PROTO=TCP SPT=40000 DPT=${port + 1} WINDOW=1024 RES=0x00 SYN URGP=0 \n`;
  }).join('');
}

beforeAll(() => {
  folder = makeFolder();
  log = join(folder, 'kern<i>.log');
  writeFileSync(log, scan());
});

afterAll(() => removeFolder(folder));

const inFolder = (name: string): string => join(folder, name);

describe('portolan traffic --html', () => {
  it('writes the report as a page, and says where', () => {
    const out = inFolder('report.html');
    const { code, out: text, err } = portolan(['traffic', log, '--html', out]);
    expect(code).toBe(EXIT.done);
    expect(text).toContain('203.0.113.7');
    expect(err).toMatch(/^portolan: the report as a page: .*report\.html \([\d.]+ kB\)\n$/);
    const { text: words, tags } = readPage(readFileSync(out, 'utf8'));
    expect(words).toContain('203.0.113.7');
    expect(words).toContain('<b>"DROP"</b> IN=eth0');
    expect(words).toContain('kern<i>.log');
    expect(words).toContain('\u00b7'); // the bundle is read as Latin-1, which a template would show
    expect(words).not.toContain('\u00c2');
    expect(tags.some(({ name }) => name === 'i')).toBe(false);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('writes it beside JSON, and alone to standard output', () => {
    const out = inFolder('beside.html');
    const json = portolan(['traffic', log, '--json', '--html', out]);
    expect(json.code).toBe(EXIT.done);
    expect(JSON.parse(json.out)).toMatchObject({ schema: 'portolan/traffic@1' });
    expect(existsSync(out)).toBe(true);
    const alone = portolan(['traffic', log, '--html', '-']);
    expect(alone.err).toBe('');
    expect(readPage(alone.out).text).toContain('203.0.113.7');
    expect(portolan(['traffic', log, '--html', '-', '--json']).code).toBe(EXIT.usage);
  });

  it('reads standard input', () => {
    const { code, out } = shell(`"$0" traffic - --html - < '${log}'`);
    expect(code).toBe(EXIT.done);
    expect(readPage(out).text).toContain('100');
  });

  it('writes over a page, whose rights it keeps, through a symbolic link too', () => {
    const out = inFolder('again.html');
    portolan(['traffic', log, '--html', out]);
    chmodSync(out, 0o644);
    symlinkSync('again.html', inFolder('link.html'));
    linkSync(out, inFolder('old.html'));
    expect(portolan(['traffic', log, '--html', inFolder('link.html')]).code).toBe(EXIT.done);
    expect(statSync(out).mode & 0o777).toBe(0o644);
    expect(statSync(out).ino).not.toBe(statSync(inFolder('old.html')).ino);
  });

  it('writes over nothing else: a log may be meant', () => {
    const other = inFolder('other.log');
    writeFileSync(other, 'precious\n');
    const { code, err } = portolan(['traffic', log, '--html', other]);
    expect(code).toBe(EXIT.refused);
    expect(err).toContain('is no HTML page');
    expect(readFileSync(other, 'utf8')).toBe('precious\n');
    expect(portolan(['traffic', '--html', log]).code).toBe(EXIT.usage);
  });

  it.each([
    ['a folder', '', EXIT.usage, 'is a folder'],
    ['a device', '/dev/null', EXIT.usage, 'is no file'],
    ['a folder that is not there', 'nowhere/report.html', EXIT.couldNotLook, 'there is no folder'],
    ['a path through a file', 'report.html/x.html', EXIT.couldNotLook, 'cannot be written (ENOTDIR)'],
  ])('refuses %s before it reads anything', (_, name, exit, message) => {
    const path = name.startsWith('/') ? name : inFolder(name);
    const { code, out, err } = portolan(['traffic', log, '--html', path]);
    expect(code).toBe(exit);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).not.toMatch(STACK_TRACE);
  });

  it.skipIf(process.getuid?.() !== 0)('says so where it may not write', () => {
    mkdirSync(inFolder('closed'), { mode: 0o755 });
    const { code, out, err } = portolan(['traffic', log, '--html', inFolder('closed/report.html')], { uid: 65_534 });
    expect(code).toBe(EXIT.couldNotLook);
    expect(out).toBe('');
    expect(err).toContain('cannot be written (EACCES)');
    expect(err).not.toMatch(STACK_TRACE);
  });

  it('keeps the exit codes, and the page', () => {
    const out = inFolder('failing.html');
    expect(portolan(['traffic', log, '--html', out, '--fail-on', 'info']).code).toBe(EXIT.found);
    expect(existsSync(out)).toBe(true);
  });
});
