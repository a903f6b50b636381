import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open-store.ts';

/** kill -9 of the built program at random moments: a hundred times in the lab, ten times in `npm test`. */
const KILLS = process.env['PORTOLAN_LAB'] === 'full' ? 100 : 10;
const PORTOLAN = join(import.meta.dirname, '../../../bin/portolan');
const PORTS = 60_000;
const { NODE_EXTRA_CA_CERTS: _certificates, ...environment } = process.env;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-kill-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each has ports that no other has. */
function line(number: number): string {
  const second = String(Math.floor(number / 1000) % 60).padStart(2, '0');
  const ports = `SPT=${1 + Math.floor(number / PORTS)} DPT=${1 + (number % PORTS)}`;
  return `2026-11-22T10:00:${second}.000000+00:00 gate kernel: [UFW BLOCK] IN=eth0 OUT= MAC=02:00:00:00:00:01:02:00:00:00:00:02:08:00 SRC=203.0.113.7 DST=192.0.2.1 LEN=40 TOS=0x00 PREC=0x00 TTL=240 ID=1 PROTO=TCP ${ports} WINDOW=1024 RES=0x00 SYN URGP=0\n`;
}

describe('a following that is killed', () => {
  it('stores every line once, wherever it was killed', { timeout: 60_000 + KILLS * 10_000 }, async () => {
    const log = join(folder, 'kern.log');
    const store = join(folder, 'store');
    const words = [PORTOLAN, 'ingest', '--follow', log, '--from', 'start', '--store', store];
    let written = 0;
    let half = '';
    writeFileSync(log, '');
    const write = (lines: number): void => {
      let text = half;
      for (let count = 0; count < lines; count++) text += line(written++);
      // What is in the file may end anywhere in a line.
      const end = text.length - Math.floor(Math.random() * 200);
      appendFileSync(log, text.slice(0, end));
      half = text.slice(end);
    };
    for (let kill = 0; kill < KILLS; kill++) {
      const child = spawn(process.execPath, words, { stdio: 'ignore', env: environment });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      const until = performance.now() + 300 + Math.random() * 1700;
      // Once in three runs the log is rotated, whether somebody reads it just then or not.
      let rotation = kill % 3 === 1 ? until - Math.random() * 1000 : Number.POSITIVE_INFINITY;
      while (performance.now() < until) {
        write(Math.floor(Math.random() * 3000));
        if (performance.now() > rotation) {
          rotation = Number.POSITIVE_INFINITY;
          appendFileSync(log, half);
          half = '';
          renameSync(log, `${log}.${String(kill)}-${String(written)}`);
          writeFileSync(log, '');
        }
        await wait(20);
      }
      child.kill('SIGKILL');
      await ended;
    }
    appendFileSync(log, half);
    await wait(50);
    const last = spawn(process.execPath, [...words, '--once'], { stdio: 'ignore', env: environment });
    expect(await new Promise((resolve) => last.on('exit', resolve))).toBe(0);
    const opened = await openStore({ engine: 'duckdb', folder: store }, createRequire(import.meta.url));
    try {
      const { rows } = await opened.ask('SELECT count(*), count(DISTINCT (sport, dport)) FROM events');
      expect(rows).toEqual([[BigInt(written), BigInt(written)]]);
    } finally {
      await opened.close();
    }
  });
});
