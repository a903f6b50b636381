import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environment, portolan, PORTOLAN, ROOT, shell, STACK_TRACE } from './program.fixture.ts';

describe('exit code 0', () => {
  it.each([
    [['--help'], /^Usage:/m],
    [['-h'], /^Usage:/m],
    [['help'], /^Usage:/m],
    [['sockets', '--help'], /--listening/],
    [['help', 'sockets'], /--listening/],
    [['netstat', '-h'], /--listening/],
    [['knowledge', 'export', '--help'], /--ndjson/],
    [['explain', '443', '--no-here'], /https/i],
    [['explain', 'https', '--no-here'], /443/],
    [['sockets', '-tulpn'], /^PROTO/],
    [['netstat', '-an'], /^PROTO/],
    [[], /listening/],
  ])('is what %j ends with, with nothing but notes on stderr', (args, expected) => {
    const { code, out, err } = portolan(args);
    expect(code).toBe(0);
    expect(out).toMatch(expected);
    // A machine may hide owners or lack a table; that is said on stderr, a sentence a line.
    for (const line of err.split('\n').filter((text) => text !== '')) expect(line).toMatch(/^portolan: /);
  });

  it('is what --version ends with, and it is the version of the package', () => {
    const { version } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as { version: string };
    for (const flag of ['--version', '-V']) expect(portolan([flag])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('is documented beside the others', () => {
    const { out } = portolan(['--help']);
    for (const code of ['0 done', '1 ', '2 usage', '3 could not look', '130 interrupted']) expect(out).toContain(code);
  });
});

describe('exit code 1: what was asked for is not there', () => {
  it('is what a name ends with that nobody knows, and near ones are proposed', () => {
    const { code, out, err } = portolan(['explain', 'htps', '--no-here']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^portolan: .*"htps".*did you mean.*https \(443\/tcp\)/);
  });

  it('does not keep back the answers to the other questions', () => {
    const { code, out, err } = portolan(['explain', '443', 'htps', '19/udp', '--no-here']);
    expect(code).toBe(1);
    expect(out).toMatch(/^443\/tcp/m);
    expect(out).toMatch(/^19\/udp/m);
    expect(err).toContain('"htps"');
  });
});

describe('exit code 2: the command line is wrong', () => {
  it.each([
    [['explain', '70000'], /"70000".*0 to 65535/],
    [['explain', '23/icmp'], /ICMP has types and codes, not ports.*tcp, udp, sctp, dccp/],
    [['explain', ''], /nothing to explain.*19\/udp/],
    [['explain'], /nothing to explain.*19\/udp/],
    [['explain', '23-19'], /19-23/],
    [['explain', '-1'], /-1/],
    [['explain', '443', '--jsn'], /did you mean --json\?/],
    [['sockets', '--lisening'], /did you mean --listening\?/],
    [['sockets', '--json=x'], /--json takes no value/],
    [['sockets', '--json', '--csv'], /--json and --csv exclude each other/],
    [['sockets', '-tulpX'], /no option -X/],
    [['sockets', 'extra'], /"extra"/],
    [['frobnicate'], /"frobnicate" is not a command.*--help/],
    [['443'], /portolan explain 443/],
    [['knowledge'], /portolan knowledge export/],
    [['--frobnicate'], /portolan has no option --frobnicate/],
    [[''], /"" is not a command/],
    [['help', 'frobnicate'], /"frobnicate" is not a command/],
  ])('is what %j ends with, and one sentence says why', (args, expected) => {
    const { code, out, err } = portolan(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
    expect(err).toMatch(/^portolan: [^\n]+\n$/);
  });

  it('outweighs an answer that was not found', () => {
    expect(portolan(['explain', 'htps', '70000']).code).toBe(2);
  });
});

describe('a reader that goes away', () => {
  it('ends the program quietly and well when it has read enough, as head does', async () => {
    const child = spawn(PORTOLAN, ['knowledge', 'export', '--ndjson'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    const closed = once(child, 'close');
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    child.stdout.destroy();
    const [code, signal] = (await closed) as [number | null, string | null];
    expect(first.toString()).toContain('"port":0');
    expect({ code, signal, err }).toEqual({ code: 0, signal: null, err: '' });
  });

  it('was never there: stdout closed from the start', () => {
    for (const args of ['sockets', 'explain 443', '--help', 'knowledge export', '']) {
      const { code, err } = shell(`exec "$0" ${args} >&-`);
      expect(code).toBe(0);
      expect(err).not.toMatch(STACK_TRACE);
      expect(err).not.toContain('fault');
    }
  });

  it('is missed on stderr no more than on stdout: the exit code still says what was wrong', async () => {
    expect(shell('exec "$0" explain 70000 2>&-').code).toBe(2);
    // Waits for a line, so that the reader of stderr is gone before the program starts.
    const child = spawn('/bin/sh', ['-c', 'read go; exec "$0" explain 70000', PORTOLAN], {
      env: environment(),
      stdio: 'pipe',
    });
    const closed = once(child, 'close');
    const gone = once(child.stderr, 'close');
    child.stderr.destroy();
    await gone;
    child.stdin.end('go\n');
    expect(await closed).toEqual([2, null]);
  });
});

describe('a disk that is full', () => {
  it('is exit code 3 and no fault of the program', () => {
    const { code, err } = shell('exec "$0" explain 443 --no-here > /dev/full');
    expect(code).toBe(3);
    expect(err).toMatch(/^portolan: cannot write the output: ENOSPC[^\n]*\n$/);
  });
});

describe('an interrupt', () => {
  it('ends the program at once, which shells report as 130', async () => {
    const child = spawn(PORTOLAN, ['knowledge', 'export'], { env: environment(), stdio: ['ignore', 'pipe', 'ignore'] });
    const closed = once(child, 'close');
    await once(child.stdout, 'readable'); // it runs, and soon waits for us to read on
    child.kill('SIGINT');
    child.stdout.resume();
    expect(await closed).toEqual([null, 'SIGINT']);
  });
});
