import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOW, v5 } from '../../../src/traffic/decoders/netflow/netflow.fixture.ts';
import { faultsByJsonSchema, faultsByZod, withUnknownField } from '../contract.fixture.ts';
import { makeFolder, portolan, removeFolder } from '../program.fixture.ts';
import { eventsOf, LiveProgram, scanLines, ufwLine } from './live.fixture.ts';
import { scanCapture } from './logs.fixture.ts';

let folder = '';
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => removeFolder(folder));

const running: LiveProgram[] = [];
afterAll(async () => {
  await Promise.all(running.map((program) => program.end('SIGKILL')));
});

function start(...args: string[]): LiveProgram {
  const program = new LiveProgram(args);
  running.push(program);
  return program;
}

const now = (): number => Math.floor(Date.now() / 1000);

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('a followed file', () => {
  it('tells a scan once at its beginning and at powers of ten, through rotation and cutting, and loses no line', async () => {
    const path = fileWith('kern.log', scanLines('198.51.100.9', now() - 9000, 1, 200));
    fileWith('kern.log.2.gz', gzipSync('old').toString('latin1'));
    const program = start('--follow', path);
    await program.reads(/kern\.log, from its end/);
    const time = now() - 2000;
    appendFileSync(path, scanLines('203.0.113.7', time, 1, 60));
    await program.tells(/^\S+ \S+ {2}low +203\.0\.113\.7: tried 59 ports of 1 host/m);
    // By name, as logrotate does: the rest of the old file comes first.
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, scanLines('203.0.113.7', time + 60, 60, 80));
    writeFileSync(path, scanLines('203.0.113.7', time + 80, 80, 110));
    await wait(1500);
    // By copy and cut.
    copyFileSync(path, `${path}.copy`);
    truncateSync(path, 0);
    await wait(600);
    appendFileSync(path, scanLines('203.0.113.7', time + 110, 110, 701));
    await program.tells(/tried 700 ports of 1 host/);
    const alarms = program.out.split('\n').filter((line) => line.includes('203.0.113.7'));
    expect(alarms).toHaveLength(2);
    expect(await program.end()).toBe(0);
    expect(program.out).toMatch(/700 records/);
    expect(program.out).toMatch(/100\.0 % of 700 events understood/);
    expect(program.out).not.toContain('198.51.100.9');
  });

  it('shows what it can read again as evidence, and escapes what attackers wrote', async () => {
    const path = fileWith('evidence.log', '');
    const program = start('--follow', path);
    await program.reads(/from its end/);
    const lines = scanLines('203.0.113.7', now() - 100, 1, 40);
    appendFileSync(path, lines.replaceAll('[UFW BLOCK]', '\u001b[31m[UFW BLOCK]'));
    await program.tells(/tried 39 ports/);
    expect(await program.end('SIGTERM')).toBe(0);
    expect(program.out).toContain('?[31m[UFW BLOCK] IN=eth0');
    expect(program.out).not.toContain('\u001b');
  });

  it('may be standard input, whose end is the end', async () => {
    const program = start('--follow', '-', '--ndjson', '--fail-on', 'low');
    await program.reads(/standard input/);
    program.type(scanLines('203.0.113.7', now() - 100, 1, 40));
    await program.tells(/"type":"finding"/);
    program.endInput();
    expect(await program.ended()).toBe(1);
    const events = eventsOf(program.out);
    expect(events.map(({ type, reason }) => [type, reason])).toEqual([
      ['finding', 'new'],
      ['update', 'end'],
      ['summary', undefined],
    ]);
    for (const event of events) {
      expect(faultsByJsonSchema('traffic-live-event', event)).toEqual([]);
      expect(faultsByZod('traffic-live-event', event)).toEqual([]);
      for (const { path, changed } of withUnknownField(event)) {
        expect(faultsByJsonSchema('traffic-live-event', changed), path).not.toEqual([]);
      }
    }
    expect(events[0]).toMatchObject({ id: 'traffic.sweep', severity: 'low', subject: '203.0.113.7', count: 39 });
    expect(events[2]).toMatchObject({ summary: { events: 39, unexplained: 0 } });
  });

  it('knows the columns that are named at its head, though it is read from its end', async () => {
    const head =
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n';
    const record = (port: number): string =>
      `2 123456789010 eni-1 203.0.113.7 192.0.2.10 40000 ${port} 6 1 44 ${now() - 60} ${now()} REJECT OK\n`;
    const path = fileWith('flow.log', head + record(1));
    const program = start('--follow', path);
    await program.reads(/from its end/);
    appendFileSync(path, Array.from({ length: 40 }, (_, port) => record(port + 1)).join(''));
    await program.tells(/tried 40 ports/);
    expect(await program.end()).toBe(0);
    expect(program.out).toMatch(/read as AWS VPC flow log[^,]*, 40 records/);
  });

  it('uses next to no processor while nothing comes', async () => {
    const path = fileWith('idle.log', `${ufwLine({ time: now(), source: '203.0.113.7', port: 22 })}\n`);
    const program = start('--follow', path);
    await program.reads(/idle/);
    await wait(1000);
    const ticks = (): number => {
      const [, rest = ''] = readFileSync(`/proc/${program.pid}/stat`, 'latin1').split(') ');
      const words = rest.split(' ');
      return Number(words[11]) + Number(words[12]);
    };
    const before = ticks();
    await wait(6000);
    // Ticks are 10 ms. It takes 1 % or less; a busy loop would take all of it.
    expect(ticks() - before).toBeLessThan(60);
    expect(await program.end()).toBe(0);
  });
});

describe('the journal', () => {
  it('is read through journalctl, which ends with the reader', async () => {
    const entries = scanLines('203.0.113.7', now() - 100, 1, 40)
      .trimEnd()
      .split('\n')
      .map((line, place) =>
        JSON.stringify({
          __REALTIME_TIMESTAMP: String((now() - 100 + place) * 1_000_000),
          SYSLOG_IDENTIFIER: 'kernel',
          MESSAGE: line.slice(line.indexOf('[UFW')),
        }),
      );
    fileWith('entries', `${entries.join('\n')}\n`);
    const pid = join(folder, 'journalctl.pid');
    const script = `#!/bin/sh\necho "$@" > '${folder}/asked'\necho $$ > '${pid}'\ncat '${folder}/entries'\nexec sleep 1000\n`;
    chmodSync(fileWith('journalctl', script), 0o755);
    const program = new LiveProgram(['--journal'], { PATH: `${folder}:${process.env['PATH'] ?? ''}` });
    running.push(program);
    await program.tells(/low +203\.0\.113\.7: tried 39 ports of 1 host/);
    expect(await program.end()).toBe(0);
    expect(program.out).toMatch(/the journal read as netfilter log \(journal, ufw\), 39 records/);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(/--dmesg --follow .*--output=json/);
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow(/ESRCH/);
  });

  it('says so where there is none', () => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    symlinkSync(process.execPath, join(bare, 'node'));
    const { code, err } = portolan(['traffic', '--journal'], { env: { PATH: bare } });
    expect(err).toMatch(/cannot follow the journal: there is no journalctl here/);
    expect(code).toBe(3);
  });
});

describe('what comes over the network', () => {
  it('is taken as syslog over UDP and TCP, from this machine only', async () => {
    const program = start('--listen-syslog', '0', '--json');
    const [, port = ''] = await program.reads(/reading syslog on 127\.0\.0\.1:(\d+), UDP and TCP/);
    const lines = scanLines('203.0.113.7', now() - 100, 1, 61)
      .trimEnd()
      .split('\n');
    const sender = createSocket('udp4');
    for (const line of lines.slice(0, 30)) {
      await new Promise((resolve) => sender.send(`<4>${line}`, Number(port), '127.0.0.1', resolve));
    }
    sender.close();
    const connection = connect(Number(port), '127.0.0.1');
    await once(connection, 'connect');
    for (const line of lines.slice(30)) connection.write(`<4>${line}\n`);
    connection.end(`<13>Oct  9 08:53:01 host sshd[1]: nothing to do with it\n`);
    await once(connection, 'close');
    await wait(300);
    expect(await program.end()).toBe(0);
    const { summary, findings } = JSON.parse(program.out) as { summary: object; findings: object[] };
    expect(summary).toMatchObject({ events: 60, inputs: [{ records: 61, foreign: { sshd: 1 } }] });
    expect(findings).toMatchObject([{ subject: '203.0.113.7', count: 60 }]);
  });

  it('is taken as NetFlow, and what cannot be read is counted', async () => {
    const program = start('--listen-netflow', '127.0.0.1:0', '--json');
    const [, port = ''] = await program.reads(/reading NetFlow on 127\.0\.0\.1:(\d+)/);
    const sender = createSocket('udp4');
    for (const datagram of [v5([FLOW, FLOW], { seconds: now() }), Buffer.from('hello'), v5([FLOW]).subarray(0, 40)]) {
      await new Promise((resolve) => sender.send(datagram, Number(port), '127.0.0.1', resolve));
    }
    sender.close();
    await wait(500);
    expect(await program.end()).toBe(0);
    const { summary } = JSON.parse(program.out) as { summary: { events: number; inputs: { notes: string[] }[] } };
    expect(summary.events).toBe(2);
    expect(summary.inputs[0]?.notes).toContain('2 datagrams could not be read');
  });

  it('counts what is more than two minutes late, and analyses it', async () => {
    const path = fileWith('late.log', '');
    const program = start('--follow', path, '--json');
    await program.reads(/from its end/);
    const late = scanLines('203.0.113.7', now() - 4000, 1, 31);
    appendFileSync(path, `${ufwLine({ time: now(), source: '203.0.113.8', port: 22 })}\n${late}`);
    appendFileSync(path, `${ufwLine({ time: now() + 86_400, source: '203.0.113.8', port: 23 })}\n`);
    await wait(1000);
    expect(await program.end()).toBe(0);
    const { summary } = JSON.parse(program.out) as { summary: { events: number; limits: string[] } };
    expect(summary.events).toBe(32);
    expect(summary.limits.join('\n')).toMatch(/^30 events came more than 2 minutes late/m);
    expect(summary.limits.join('\n')).toMatch(/^1 event had a time that is still to come/m);
  });
});

describe('the command line', () => {
  it.each([
    ['scan.pcap', scanCapture(60), /scan\.pcap is .*pcap.*only logs of lines are followed.*tcpdump -l -n \| portolan/],
    ['export', Buffer.from('__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nMESSAGE=x\n\n'), /read live with --journal/],
    ['flows', Buffer.concat([v5([FLOW]), v5([FLOW])]), /read live with --listen-netflow/],
    ['old.gz', gzipSync('x'), /old\.gz is packed, and what is packed does not grow: read it without --follow/],
  ])('says that %s cannot be followed, and what can', (name, bytes, sentence) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const { code, err } = portolan(['traffic', '--follow', path]);
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
  });

  it.each([
    [['--follow'], /--follow needs a file/],
    [['--journal', 'kern.log'], /--follow reads it as it grows/],
    [['--from', 'end'], /is for followed files/],
    [['--follow', 'a', '--from', 'middle'], /--from takes start or end/],
    [['--follow', 'a', 'a'], /a is named twice/],
    [['--state', 'a'], /--state is for live reading/],
    [['--follow', 'a', '--state', '-'], /--state takes a file/],
    [['--listen-syslog', 'localhost:514'], /takes a port, or an address and a port/],
  ])('says what is wrong with %j', (args, sentence) => {
    const { code, err } = portolan(['traffic', ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });

  it('says why a source cannot be read', () => {
    const cases: readonly (readonly [string[], RegExp])[] = [
      [['--follow', join(folder, 'none')], /there is no .*none/],
      [['--listen-syslog', '192.0.2.1:5514'], /does not have that address/],
    ];
    for (const [args, sentence] of cases) {
      const { code, err } = portolan(['traffic', ...args]);
      expect(err).toMatch(sentence);
      expect(code).toBe(3);
    }
  });
});
