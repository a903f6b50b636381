import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environment, portolan, PORTOLAN } from '../program.fixture.ts';

const PATIENCE = { timeout: 120_000 };

let folder = '';
let store = '';
let entries = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-journal-'));
  [store, entries] = [join(folder, 'store'), join(folder, 'entries')];
  writeFileSync(entries, '');
  // As journalctl: the last one of all where one is asked for; else those from the cursor on, and what comes then.
  const script = `#!/bin/sh
echo "$*" >> '${folder}/asked'
cursor=
for word; do case $word in --lines=1) exec tail -n 1 '${entries}';; --cursor=*) cursor=\${word#--cursor=};; esac; done
from=1
[ -z "$cursor" ] || from=$(grep -nF "\\"$cursor\\"" '${entries}' | cut -d: -f1)
exec tail -n "+\${from:-1}" -f '${entries}'
`;
  writeFileSync(join(folder, 'journalctl'), script);
  chmodSync(join(folder, 'journalctl'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The kernel drops a packet to each of these ports. */
function dropped(...ports: readonly number[]): void {
  for (const port of ports) {
    const entry = {
      __CURSOR: `s=a1;i=${port.toString(16)};b=b1;m=1;t=1;x=1`,
      __REALTIME_TIMESTAMP: String((Date.UTC(2026, 10, 20, 10) + port) * 1000),
      _TRANSPORT: 'kernel',
      SYSLOG_IDENTIFIER: 'kernel',
      MESSAGE: `[UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=40 TOS=0x00 PREC=0x00 TTL=240 ID=1 PROTO=TCP SPT=4000 DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0`,
    };
    appendFileSync(entries, `${JSON.stringify(entry)}\n`);
  }
}

/** Starts the program, and waits until it reads the journal. Returns what ends it with a signal, and gives its exit code. */
async function start(...words: readonly string[]): Promise<(signal: NodeJS.Signals) => Promise<number | null>> {
  const path = `${folder}:${process.env['PATH'] ?? ''}`;
  const child = spawn(PORTOLAN, words, { env: environment({ PATH: path }), stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  for (let tries = 0; !/reading the kernel's messages in the journal/.test(said); tries++) {
    if (tries === 150 || child.exitCode !== null) throw new Error(`does not read: ${said}`);
    await pause(100);
  }
  return async (signal) => {
    child.kill(signal);
    await closed;
    return child.exitCode;
  };
}

/** The ports that the store knows, with their events. */
function stored(): Record<string, number> {
  const { code, out } = portolan(['ask', 'top-ports', '--since', 'all', '--store', store, '--json']);
  if (code !== 0) return {};
  const { parts } = JSON.parse(out) as { parts: { rows: { port: number; events: number }[] }[] };
  return Object.fromEntries((parts[0]?.rows ?? []).map(({ port, events }) => [port, events]));
}

async function untilStored(...ports: readonly number[]): Promise<void> {
  for (let tries = 0; Object.keys(stored()).length < ports.length && tries < 100; tries++) await pause(200);
  expect(stored()).toEqual(Object.fromEntries(ports.map((port) => [port, 1])));
}

/** What is in the store or, after a kill, in the spool. */
async function untilKept(): Promise<void> {
  await pause(2500);
}

describe('the journal', () => {
  it('is stored by serve, each entry once, over an end, a kill and what came meanwhile', PATIENCE, async () => {
    const words = ['serve', '--store', store, '--listen', 'none', '--no-page', '--journal'];
    dropped(1);
    const first = await start(...words);
    dropped(2, 3);
    await untilStored(2, 3);
    expect(await first('SIGTERM')).toBe(0);
    dropped(4);
    const second = await start(...words);
    dropped(5);
    await untilStored(2, 3, 4, 5);
    await second('SIGKILL');
    dropped(6);
    const third = await start(...words);
    await untilStored(2, 3, 4, 5, 6);
    expect(await third('SIGTERM')).toBe(0);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain('--cursor=s=a1;i=5;b=b1;m=1;t=1;x=1');
  });

  it('is stored by ingest, each entry once, over a kill', PATIENCE, async () => {
    const words = ['ingest', '--store', store, '--journal'];
    const first = await start(...words);
    dropped(1, 2);
    await untilKept();
    await first('SIGKILL');
    dropped(3);
    const second = await start(...words);
    dropped(4);
    await untilKept();
    expect(await second('SIGTERM')).toBe(0);
    await untilStored(1, 2, 3, 4);
  });
});
