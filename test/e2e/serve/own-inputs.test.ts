import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environment, portolan, PORTOLAN } from '../program.fixture.ts';

const PATIENCE = { timeout: 120_000 };
const LOOK_MS = 100;

let folder: string;
let store: string;
let log: string;
let running: Running[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-own-'));
  store = join(folder, 'store');
  log = join(folder, 'ufw.log');
  writeFileSync(log, '');
});
afterEach(() => {
  for (const one of running.splice(0)) one.child.kill('SIGKILL');
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly closed: Promise<unknown>;
  err: string;
}

function start(...words: readonly string[]): Running {
  const child = spawn(PORTOLAN, words, { env: environment({ PORTOLAN_STORE: store }) });
  const one: Running = { child, closed: once(child, 'close'), err: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (one.err += text));
  child.stdout.resume();
  running.push(one);
  return one;
}

/** Until something is said, or found. */
async function until<Found>(look: () => Found | null, what: string): Promise<Found> {
  for (let tries = 0; tries < 300; tries++) {
    const found = look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`never came: ${what}; ${JSON.stringify(running.map(({ err }) => err))}`);
}

async function said(one: Running, what: RegExp): Promise<string> {
  return until(() => what.exec(one.err)?.[1] ?? null, String(what));
}

async function end(one: Running): Promise<number | null> {
  one.child.kill('SIGTERM');
  await one.closed;
  return one.child.exitCode;
}

function line(port: number): string {
  const time = new Date().toISOString().replace('Z', '000+00:00');
  return `${time} gate kernel: [UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=40 TOS=0x00 PREC=0x00 TTL=240 ID=1 PROTO=TCP SPT=4000 DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0\n`;
}

const append = (...ports: readonly number[]): void => appendFileSync(log, ports.map(line).join(''));

/** The ports that the store knows, with their events. */
function stored(): Record<string, number> {
  const { code, out, err } = portolan(['ask', 'top-ports', '--store', store, '--json']);
  if (code !== 0) throw new Error(err);
  const { parts } = JSON.parse(out) as { parts: { rows: { port: number; events: number }[] }[] };
  return Object.fromEntries((parts[0]?.rows ?? []).map(({ port, events }) => [port, events]));
}

async function storedAll(ports: readonly number[]): Promise<void> {
  const all = Object.fromEntries(ports.map((port) => [port, 1]));
  await until(() => (Object.keys(stored()).length >= ports.length ? true : null), `ports ${ports.join()}`);
  expect(stored()).toEqual(all);
}

describe('one serve', () => {
  it('stores what a followed file and syslog bring, each event once, over a restart', PATIENCE, async () => {
    const words = ['serve', '--store', store, '--listen', 'none', '--no-page', '--follow', log];
    const serve = start(...words, '--listen-syslog', '0');
    const port = Number(await said(serve, /reading syslog on 127\.0\.0\.1:(\d+)/));
    append(1, 2);
    const datagrams = createSocket('udp4');
    await new Promise((resolve) => datagrams.send(line(3), port, '127.0.0.1', resolve));
    datagrams.close();
    const connection = connect(port, '127.0.0.1');
    await once(connection, 'connect');
    connection.end(`${line(4)}${Buffer.byteLength(line(5))} ${line(5)}`);
    await storedAll([1, 2, 3, 4, 5]);
    append(6);
    expect(await end(serve)).toBe(0);
    append(7);
    const again = start(...words);
    await said(again, /(reading .* from where it was left)/);
    await storedAll([1, 2, 3, 4, 5, 6, 7]);
    expect(await end(again)).toBe(0);
  });

  it('takes a followed file over HTTP; a token that is rotated meanwhile costs nothing', PATIENCE, async () => {
    const token = join(folder, 'token');
    const tokenFrom = (verb: string): void => {
      writeFileSync(token, portolan(['sensors', verb, 'edge', '--store', store]).out);
    };
    tokenFrom('add');
    const serve = start('serve', '--store', store, '--listen', '127.0.0.1:0', '--no-page');
    const url = await said(serve, /listening on (http:\S+)/);
    const words = ['ingest', '--to', url, '--token-file', token, '--spool', join(folder, 'spool')];
    const sensor = start(...words, '--follow', log);
    await said(sensor, /(reading .*ufw\.log)/);
    append(1, 2);
    await storedAll([1, 2]);
    const old = readFileSync(token, 'utf8');
    tokenFrom('rotate');
    expect(readFileSync(token, 'utf8')).not.toBe(old);
    append(3);
    await said(sensor, /(the collector refuses the token)/);
    expect(await end(sensor)).toBe(3);
    expect(portolan([...words, '--once'])).toMatchObject({ code: 0, err: '' });
    await storedAll([1, 2, 3]);
    expect(await end(serve)).toBe(0);
  });
});
