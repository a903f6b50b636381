import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, portolan, removeFolder, ROOT, shell } from '../program.fixture.ts';
import { hasTerminal, runOnTerminal, withoutColour } from '../terminal.fixture.ts';
import { FORMATS } from '../../../src/traffic/decoders/formats.ts';
import { portScan, scanCapture, strangers, ufwLog, vpcLog } from './logs.fixture.ts';

/** The report as people read it. */
let folder = '';
const path = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = makeFolder();
  writeFileSync(path('ufw.log'), ufwLog());
  writeFileSync(path('ufw.log.gz'), gzipSync(ufwLog()));
  writeFileSync(path('vpc.log'), vpcLog());
  writeFileSync(path('scan.pcap'), scanCapture(120));
  writeFileSync(path('quiet.log'), `${strangers(2).join('\n')}\n`);
  writeFileSync(
    path('three.log'),
    [1, 2, 3, 4, 5].flatMap((host) => portScan(60 + host, `203.0.113.${host}`)).join('\n'),
  );
});

afterAll(() => removeFolder(folder));

const read = (...words: readonly string[]): string => {
  const { code, out, err } = portolan(['traffic', ...words]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};

describe('the report of a firewall log', () => {
  it('says what was read, how much is noise, what to look at, and what to type next', () => {
    const lines = read(path('ufw.log')).split('\n');
    expect(lines[0]).toMatch(
      /^\/.*ufw\.log read as netfilter log \(ufw\), 335 records, 99 min up to \d{4}-10-09 09:\d\d, 5 of sshd left out$/,
    );
    const text = lines.join('\n');
    expect(text).toMatch(/^ +9\.1 % {2}harmless {7}windows machines calling out their names 9\.1 %$/m);
    expect(text).toMatch(/^ +\d+\.\d % {2}explained {6}by the findings below$/m);
    expect(text).toMatch(/^(low|medium) +203\.0\.113\.7: tried 200 ports of 1 host in 7 min; nothing answered$/m);
    expect(text).toMatch(/^ {10}do: /m);
    expect(text).toMatch(/^ {10}200 events to 1\d{3}\/tcp, .* · high confidence$/m);
    expect(text).toMatch(/^ {10}Oct {2}9 08:00:30 gate kernel: .*SRC=203\.0\.113\.7 /m);
    expect(text).toMatch(/^\d+\.\d % of 330 events understood, \d+ findings?\.$/m);
    expect(lines.at(-2)).toMatch(/^portolan traffic FILE --select 'sweep#\d source=203\.0\.113\.7'$/);
  });

  it('tells what the findings of a pattern have in common once', () => {
    const text = read(path('three.log'));
    expect(text).toMatch(/^(low|medium) +.*: 5 findings$/m);
    expect(text.match(/may be innocent: /g)).toHaveLength(1);
    expect(text.match(/^ {10}- 203\.0\.113\.\d: tried/gm)).toHaveLength(3);
    expect(text).toMatch(/and 2 (low|medium) more like it, of 2 sources with 123 events; --all tells them/);
    expect(read(path('three.log'), '--all').match(/^ {10}- 203\.0\.113\.\d: tried/gm)).toHaveLength(5);
  });

  it('is the same from a packed file and from a pipe, but for the name', () => {
    const rest = (text: string): string => text.split('\n').slice(1).join('\n');
    expect(rest(read(path('ufw.log.gz')))).toBe(rest(read(path('ufw.log'))));
    const piped = shell(`cat '${path('ufw.log.gz')}' | "$0" traffic -`);
    expect(piped).toMatchObject({ code: 0, err: '' });
    expect(piped.out).toMatch(/^standard input read as netfilter log/);
    expect(piped.out).toContain('203.0.113.7: tried 200 ports');
  });

  it('says of nothing that it is nothing', () => {
    expect(read(path('quiet.log'))).toMatch(/2 events understood, nothing that deserves a look\.$/m);
  });
});

describe('the report of other inputs', () => {
  it('is the same in kind for a flow log and a capture', () => {
    expect(read(path('vpc.log'))).toMatch(/203\.0\.113\.7: tried 100 ports of 1 host/);
    const capture = read(path('scan.pcap'));
    expect(capture).toMatch(/read as pcap capture, 240 records/);
    expect(capture).toMatch(/203\.0\.113\.7: tried 120 ports of 1 host/);
    expect(capture).not.toContain('cannot tell');
  });

  it('puts several files together', () => {
    const text = read(path('ufw.log'), path('quiet.log'), path('vpc.log'));
    expect(text).toMatch(
      /^\/.*ufw\.log and 1 more file read as netfilter log \(ufw\)|ufw\.log read as netfilter log \(ufw\)/m,
    );
    expect(text).toMatch(/vpc\.log read as AWS VPC flow log, 151 records/);
    expect(text).toMatch(/ · from ufw\.log:\d+ · /);
  });
});

/** What stderr says of the progress meanwhile, on the same terminal, is gone when it is over. */
const onTerminal = (command: string, columns: number, env: Readonly<Record<string, string>> = {}): string[] =>
  runOnTerminal(command, columns, env)
    .join('\n')
    .replaceAll(/\u001b\[K[^\u001b\n]*(?=\u001b\[K)/g, '')
    .replaceAll('\u001b[K', '')
    .split('\n');

describe.skipIf(!hasTerminal)('on a terminal', () => {
  it('keeps to its width, and cuts the line of the log', () => {
    for (const columns of [40, 80, 200]) {
      const lines = onTerminal(`traffic ${path('ufw.log')}`, columns).map(withoutColour);
      const words = lines.filter((line) => !line.includes('/') && line.length > Math.min(columns, 120));
      expect(words).toEqual([]);
      if (columns < 200) expect(lines.some((line) => line.includes('Oct  9') && line.endsWith('…'))).toBe(true);
    }
  });

  it('colours nothing where NO_COLOR is set, and says the same', () => {
    const plain = onTerminal(`traffic ${path('ufw.log')}`, 80, { NO_COLOR: '1' });
    expect(plain.join('\n')).not.toContain('\u001b');
    expect(onTerminal(`traffic ${path('ufw.log')}`, 80).map(withoutColour)).toEqual(plain);
  });
});

describe('the options', () => {
  it('refuse what they do not know, and say what is near', () => {
    for (const [words, message] of [
      [['--input-format', 'netfliter'], /--input-format knows no "netfliter"; did you mean netfilter\?/],
      [['--input-format', 'qqq'], /portolan help traffic-formats lists them/],
      [['--own', '300.1.1.1'], /--own takes networks/],
      [['--fail-on', 'bad'], /--fail-on takes info, low/],
      [['--select', 'dport=1', '--all'], /--select and --all exclude each other/],
    ] as const) {
      const { code, err, out } = portolan(['traffic', path('ufw.log'), ...words]);
      expect({ code, out }, err).toEqual({ code: 2, out: '' });
      expect(err).toMatch(message);
    }
  });

  it('explain every format that is read', () => {
    const { out } = portolan(['help', 'traffic-formats'], { cwd: ROOT });
    for (const { id, title } of FORMATS) expect(out).toContain(`${id}: ${title}`);
  });
});
