import { createSocket } from 'node:dgram';
import { appendFileSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, record, set, template, v9 } from '../../../src/traffic/decoders/netflow/netflow.fixture.ts';
import { makeFolder, portolan, removeFolder } from '../program.fixture.ts';
import { eventsOf, LiveProgram, scanLines, ufwLine } from './live.fixture.ts';

/** `npm run test:lab` kills more often. */
const KILLS = process.env['PORTOLAN_LAB'] === 'full' ? 20 : 5;
const OWN = ['--own', '192.0.2.0/24,2001:db8:1::/48'];

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

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !isSo();) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await wait(50);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** What has to be the same however often the reading was cut: not where it stands in which file. */
function comparable(out: string): unknown {
  const events = eventsOf(out);
  const { inputs, ...sums } = (events.at(-1) ?? {})['summary'] as Fields & { readonly inputs: readonly Fields[] };
  return {
    sums,
    inputs: inputs.map(({ records, bytes, silent, malformed, foreign }) => ({
      records,
      bytes,
      silent,
      malformed,
      foreign,
    })),
    findings: events
      .filter(({ reason }) => reason === 'end')
      .map(({ id, severity, title, count, why, who, targets, ports, counts, tools, timeline }) => {
        return { id, severity, title, count, why, who, targets, ports, counts, tools, timeline };
      })
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  };
}

/** Scans over IPv4 and IPv6, a coordinated one, Trojans' ports, backscatter, a flood, guesses, noise, and strangers who knock once. */
function mixedLines(time: number, step: number): string {
  const at = time + step;
  const lines = [
    ufwLine({ time: at, source: '203.0.113.7', port: 1 + step }),
    ufwLine({ time: at, source: `198.51.100.${step % 12}`, port: 2000 + step }),
    ufwLine({ time: at, source: `192.88.99.${step % 200}`, target: `192.0.2.${step % 9}`, port: 31_337 }),
    ufwLine({ time: at, source: '2001:db8::9', target: '2001:db8:1::1', port: step % 300 }),
    ufwLine({ time: at, source: '203.0.113.200', target: `192.0.2.${step % 50}`, port: 30_000 + step })
      .replace('SPT=40000', 'SPT=80')
      .replace(' SYN ', ' ACK SYN '),
    ufwLine({ time: at, source: '192.0.2.1', target: '224.0.0.251', port: 5353 })
      .replace('PROTO=TCP', 'PROTO=UDP')
      .replace(/ WINDOW.*/, ' LEN=20'),
    'Nov 22 08:53:01 fw sshd[1]: nothing to do with it',
  ];
  if ((7 * step) % 11 < 3) lines.push(ufwLine({ time: at, source: '11.0.0.9', port: 22 }).replace('BLOCK', 'ALLOW'));
  for (let copy = 0; copy < (step >= 60 && step < 240 ? 150 : 0); copy++) {
    lines.push(ufwLine({ time: at, source: `100.64.${copy % 30}.${step % 64}`, target: '192.0.2.77', port: 443 }));
  }
  return `${lines.join('\n')}\n`;
}

describe('the state of a live reading', () => {
  it(`lets it go on after ${KILLS} times kill -9, as one that was never ended`, { timeout: 240_000 }, async () => {
    const path = join(folder, 'kern.log');
    const state = join(folder, 'kern.state');
    const time = Math.floor(Date.now() / 1000) - 3000;
    writeFileSync(path, `${ufwLine({ time, source: '203.0.113.1', port: 1 })}\n`);
    const unbroken = start('--follow', path, '--ndjson', ...OWN);
    await unbroken.reads(/from its end/);
    const parts = [start('--follow', path, '--state', state, '--ndjson', ...OWN)];
    await until(() => existsSync(state));
    expect(statSync(state).mode & 0o777).toBe(0o600);

    const over = new AbortController();
    let step = 0;
    /** A log that grows in pieces which end anywhere, and is rotated now and then, also while nobody reads it. */
    const writing = (async () => {
      let rest = '';
      let rotations = 0;
      while (!over.signal.aborted) {
        rest += mixedLines(time, step++);
        const length = Math.floor(rest.length * Math.random());
        appendFileSync(path, rest.slice(0, length));
        rest = rest.slice(length);
        if (step % 150 === 149) {
          appendFileSync(path, rest);
          rest = '';
          // The old one is kept, but for what logrotate would have taken away by then.
          for (let number = rotations++; number > 0; number--) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
          renameSync(path, `${path}.1`);
          writeFileSync(path, '');
        }
        await wait(60);
      }
      appendFileSync(path, rest);
    })();
    for (let kill = 0; kill < KILLS; kill++) {
      await parts.at(-1)?.reads(/reading/);
      await wait(kill % 3 === 0 ? 5000 + 1500 * Math.random() : 1500 * Math.random());
      expect(await parts.at(-1)?.end('SIGKILL')).toBeNull();
      await wait(300 * Math.random());
      parts.push(start('--follow', path, '--state', state, '--ndjson', ...OWN));
    }
    const last = parts.at(-1);
    await last?.reads(/from where it was left/);
    await until(() => step > 300);
    over.abort();
    await writing;
    await wait(4000);
    expect(await last?.end()).toBe(0);
    expect(await unbroken.end()).toBe(0);

    const expected = eventsOf(unbroken.out).filter(({ reason }) => reason === 'end');
    expect(expected.map(({ id }) => id)).toEqual(
      expect.arrayContaining(
        ['brute-force', 'coordinated-scan', 'industrial', 'sweep', 'syn-flood'].map((id) => `traffic.${id}`),
      ),
    );
    expect(comparable(last?.out ?? '')).toEqual(comparable(unbroken.out));
    const told = parts.flatMap(({ out }) => eventsOf(out)).filter(({ reason }) => reason === 'new');
    for (const subject of ['203.0.113.7', '2001:db8::9']) {
      expect(told.filter((event) => event['subject'] === subject).length, subject).toBeLessThanOrEqual(1);
    }

    // Once more, this time with nothing new: nothing is counted twice.
    const idle = start('--follow', path, '--state', state, '--ndjson', ...OWN);
    await idle.reads(/from where it was left/);
    expect(await idle.end()).toBe(0);
    expect(comparable(idle.out)).toEqual(comparable(unbroken.out));
  });

  it('does not tell again what was told', async () => {
    const path = join(folder, 'told.log');
    const state = join(folder, 'told.state');
    writeFileSync(path, '');
    const args = ['--follow', path, '--state', state];
    const first = start(...args);
    await first.reads(/from its end/);
    appendFileSync(path, scanLines('203.0.113.7', Math.floor(Date.now() / 1000) - 500, 1, 200));
    await first.tells(/tried 199 ports/);
    await first.end('SIGKILL');
    appendFileSync(path, scanLines('203.0.113.7', Math.floor(Date.now() / 1000) - 300, 200, 210));
    appendFileSync(path, scanLines('203.0.113.8', Math.floor(Date.now() / 1000) - 300, 1, 60));
    const second = start(...args);
    await second.tells(/203\.0\.113\.8: tried 59 ports/);
    expect(second.out).not.toContain('203.0.113.7');
    expect(await second.end()).toBe(0);
    expect(second.out).toContain('203.0.113.7: tried 209 ports');
  });

  it('says for which time nobody listened', async () => {
    const args = ['--listen-syslog', '0', '--state', join(folder, 'syslog.state'), '--json'];
    const first = start(...args);
    await first.reads(/reading syslog/);
    expect(await first.end('SIGKILL')).toBeNull();
    const second = start(...args);
    await second.reads(/reading syslog/);
    expect(await second.end()).toBe(0);
    expect(second.out).toMatch(/what came between 20\S+ \S+ and 20\S+ \S+ UTC is not counted: nobody was there/);
  });

  it('keeps the templates of routers, so that their flows are read at once after kill -9', async () => {
    const args = ['--listen-netflow', '127.0.0.1:0', '--state', join(folder, 'netflow.state'), '--ndjson'];
    const sender = createSocket('udp4');
    const send = async (program: LiveProgram, datagram: Buffer): Promise<void> => {
      const [, port = ''] = await program.reads(/reading NetFlow on 127\.0\.0\.1:(\d+)/);
      await new Promise((resolve) => sender.send(datagram, Number(port), '127.0.0.1', resolve));
    };
    const seconds = Math.floor(Date.now() / 1000) - 10;
    const flows = (sequence: number): Buffer => {
      const rows = Array.from({ length: 60 }, (_, port) =>
        record(BASE, ['203.0.113.9', '192.0.2.7', 4000, 1 + port, 6]),
      );
      return v9([set(300, ...rows)], { sequence, seconds });
    };
    const first = start(...args);
    await send(first, v9([set(0, template(300, BASE))], { sequence: 1, seconds }));
    await send(first, flows(2));
    // It is told after it was saved.
    await first.tells(/203\.0\.113\.9/);
    expect(await first.end('SIGKILL')).toBeNull();
    const second = start(...args);
    await send(second, flows(9));
    await wait(500);
    expect(await second.end()).toBe(0);
    sender.close();
    const { summary } = (eventsOf(second.out).at(-1) ?? {}) as {
      summary?: { events: number; inputs: { notes: string[] }[] };
    };
    expect(summary?.events).toBe(120);
    const notes = summary?.inputs[0]?.notes.join() ?? '';
    expect(notes).toContain('UTC is not counted: nobody was there');
    expect(notes).not.toMatch(/template|never came/);
  });

  it('is refused where it is damaged, foreign, or of other things', async () => {
    const path = join(folder, 'refused.log');
    const state = join(folder, 'refused.state');
    writeFileSync(path, scanLines('203.0.113.7', 1_790_000_000, 1, 50));
    const args = ['traffic', '--follow', path, '--from', 'start', '--state', state];
    const program = start(...args.slice(1));
    await program.reads(/from its start/);
    await wait(800);
    expect(await program.end()).toBe(0);
    const good = readFileSync(state);
    const refused = (bytes: Buffer, ...words: string[]): string => {
      writeFileSync(state, bytes);
      const { code, err } = portolan(words.length === 0 ? args : words);
      expect(code).toBe(3);
      expect(readFileSync(state).equals(bytes)).toBe(true);
      return err;
    };
    const bad = Buffer.from(good);
    bad[good.length - 9] = (bad[good.length - 9] ?? 0) ^ 4;
    expect(refused(bad)).toMatch(/refused\.state is damaged.*its checksum is another one.*remove it to begin anew/);
    expect(refused(good.subarray(0, 200))).toMatch(/is damaged.*cut off/);
    expect(refused(Buffer.alloc(0))).toMatch(/no state of portolan traffic/);
    const other = ['traffic', '--follow', join(folder, 'told.log'), '--state', state];
    expect(refused(good, ...other)).toMatch(/is the state of reading .*refused\.log too, which is not asked for now/);
    expect(refused(good, ...args, ...OWN)).toMatch(/of a reading with no --own, and now there is --own 192/);
    const nowhere = portolan(['traffic', '--follow', path, '--state', join(folder, 'no', 'where')]);
    expect(nowhere.err).toMatch(/the state cannot be written to .*where \(ENOENT\)/);
    expect(nowhere.code).toBe(3);
  });
});
