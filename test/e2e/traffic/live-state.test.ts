import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, portolan, removeFolder } from '../program.fixture.ts';
import { LiveProgram, scanLines, ufwLine } from './live.fixture.ts';

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

interface Report {
  readonly summary: Readonly<Record<string, unknown>> & { readonly inputs: readonly { readonly records: number }[] };
  readonly findings: readonly Readonly<Record<string, unknown>>[];
}

/** What has to be the same however often the reading was cut: not where it stands in which file. */
function comparable({ summary, findings }: Report): unknown {
  const { events, first, last, harmless, explained, strays, unexplained, noise, unexplainedPorts, timeline, roles } =
    summary;
  return {
    sums: { events, first, last, harmless, explained, strays, unexplained, noise, unexplainedPorts, timeline, roles },
    records: summary.inputs.map(({ records }) => records),
    findings: findings
      .map(({ id, severity, title, count, why, who, targets, ports, counts, tools, timeline: times }) => {
        return { id, severity, title, count, why, who, targets, ports, counts, tools, times };
      })
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
  };
}

/** Scans over IPv4 and IPv6, a coordinated one, Trojans' ports, backscatter, a flood, guesses, noise, and strangers who knock once. */
function mixedLines(time: number, from: number, to: number): string {
  let text = '';
  for (let step = from; step < to; step++) {
    const at = time + step;
    text += scanLines('203.0.113.7', at, step, step + 1);
    text += `${ufwLine({ time: at, source: `198.51.100.${step % 12}`, port: 2000 + step })}\n`;
    text += `${ufwLine({ time: at, source: `192.88.99.${step % 200}`, target: `192.0.2.${step % 9}`, port: 31_337 })}\n`;
    text += `${ufwLine({ time: at, source: '2001:db8::9', target: '2001:db8:1::1', port: step % 300 })}\n`;
    const answer = ufwLine({ time: at, source: '203.0.113.200', target: `192.0.2.${step % 50}`, port: 30_000 + step });
    text += `${answer.replace('SPT=40000', 'SPT=80').replace(' SYN ', ' ACK SYN ')}\n`;
    if ((7 * step) % 11 < 3) {
      text += `${ufwLine({ time: at, source: '11.0.0.9', port: 22 }).replace('BLOCK', 'ALLOW')}\n`;
    }
    for (let copy = 0; copy < (step >= 180 && step < 340 ? 150 : 0); copy++) {
      text += `${ufwLine({ time: at, source: `100.64.${copy}.${step % 256}`, target: '192.0.2.77', port: 443 })}\n`;
    }
    text += `${ufwLine({ time: at, source: '192.0.2.1', target: '224.0.0.251', port: 5353 })
      .replace('PROTO=TCP', 'PROTO=UDP')
      .replace(/ WINDOW.*/, ' LEN=20')}\n`;
  }
  return text;
}

describe('the state of a live reading', () => {
  it('lets it go on after kill -9, through rotation meanwhile, as if it had never ended', async () => {
    const path = join(folder, 'kern.log');
    const state = join(folder, 'kern.state');
    const time = Math.floor(Date.now() / 1000) - 3000;
    writeFileSync(path, '');
    writeFileSync(`${path}.2.gz`, gzipSync('older'));
    const args = ['--follow', path, '--state', state, '--json', '--own', '192.0.2.0/24,2001:db8:1::/48'];
    const first = start(...args);
    await first.reads(/from its end/);
    appendFileSync(path, mixedLines(time, 1, 250));
    await until(() => existsSync(state));
    const saved = readFileSync(state);
    expect(statSync(state).mode & 0o777).toBe(0o600);
    // These it may have read, and even told, but they are not in the state any more that it goes on from.
    const half = ufwLine({ time: time + 300, source: '203.0.113.7', port: 301 });
    appendFileSync(path, mixedLines(time, 250, 300) + half.slice(0, 100));
    await wait(600);
    expect(await first.end('SIGKILL')).toBeNull();
    expect(readFileSync(state).equals(saved)).toBe(true);
    appendFileSync(path, `${half.slice(100)}\n${mixedLines(time, 302, 400)}`);
    renameSync(path, `${path}.1`);
    writeFileSync(path, mixedLines(time, 400, 500));
    const second = start(...args);
    await second.reads(/from where it was left/);
    await wait(1500);
    appendFileSync(path, mixedLines(time, 500, 600));
    await wait(1500);
    expect(await second.end()).toBe(0);

    // Once more, this time ended in peace: nothing is read twice.
    const third = start(...args);
    await third.reads(/from where it was left/);
    await wait(600);
    expect(await third.end()).toBe(0);

    const whole = join(folder, 'whole.log');
    writeFileSync(whole, readFileSync(`${path}.1`, 'latin1') + readFileSync(path, 'latin1'));
    const expected = portolan(['traffic', whole, '--json', '--own', '192.0.2.0/24,2001:db8:1::/48']);
    const reference = comparable(JSON.parse(expected.out) as Report);
    const ids = (JSON.parse(expected.out) as Report).findings.map(({ id }) => id);
    const wanted = ['brute-force', 'coordinated-scan', 'industrial', 'sweep', 'syn-flood'];
    expect(ids).toEqual(expect.arrayContaining(wanted.map((id) => `traffic.${id}`)));
    expect(comparable(JSON.parse(second.out) as Report)).toEqual(reference);
    expect(comparable(JSON.parse(third.out) as Report)).toEqual(reference);
    expect(second.out).toMatch(/it went on from the state of/);
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
    await until(() => existsSync(state));
    await first.end('SIGKILL');
    appendFileSync(path, scanLines('203.0.113.7', Math.floor(Date.now() / 1000) - 300, 200, 210));
    appendFileSync(path, scanLines('203.0.113.8', Math.floor(Date.now() / 1000) - 300, 1, 60));
    const second = start(...args);
    await second.tells(/203\.0\.113\.8: tried 59 ports/);
    expect(second.out).not.toContain('203.0.113.7');
    expect(await second.end()).toBe(0);
    expect(second.out).toContain('203.0.113.7: tried 209 ports');
  });

  it('says when what came meanwhile is gone, and takes no other file for the one it read', async () => {
    const path = join(folder, 'gone.log');
    const state = join(folder, 'gone.state');
    writeFileSync(path, scanLines('203.0.113.7', 1_790_000_000, 1, 50));
    const args = ['--follow', path, '--from', 'start', '--state', state, '--json'];
    const first = start(...args);
    await first.reads(/from its start/);
    await wait(1000);
    expect(await first.end()).toBe(0);
    rmSync(path);
    // Often with the number of the file that was removed.
    writeFileSync(path, scanLines('203.0.113.8', 1_790_000_100, 1, 90));
    const second = start(...args);
    await second.reads(/from where it was left/);
    await wait(1000);
    expect(await second.end()).toBe(0);
    const { summary } = JSON.parse(second.out) as Report;
    expect(summary['events']).toBe(49 + 89);
    expect(JSON.stringify(summary.inputs)).toMatch(/what came into it since was not read/);
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
      return err;
    };
    for (const at of [30, 100, 200, good.length - 1]) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ 4;
      expect(refused(bad)).toMatch(/is damaged: its checksum is another one/);
    }
    for (const length of [good.length - 1, 200, 80]) {
      expect(refused(good.subarray(0, length))).toMatch(/is damaged/);
    }
    expect(refused(Buffer.from('something else'))).toMatch(/is no state of this portolan/);
    expect(refused(Buffer.alloc(0))).toMatch(/is no state of this portolan/);
    const other = ['traffic', '--follow', join(folder, 'other.log'), '--state', state];
    expect(refused(good, ...other)).toMatch(/state of reading other things \(follow .*refused\.log\)/);
    const nowhere = portolan(['traffic', '--follow', path, '--state', join(folder, 'no', 'where')]);
    expect(nowhere.err).toMatch(/cannot write the state file/);
    expect(nowhere.code).toBe(3);
  });
});
