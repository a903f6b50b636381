import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CURRENT, HEAD_BYTES, type Standing } from './between.ts';

/** No input takes longer, on a busy machine either. */
const HANG_MS = 20_000;
const LOOK_MS = 500;
const MAX_HEAP_MB = 768;
/** Resident: what lies in buffers is no heap. */
const MAX_RESIDENT_MB = 1536;

export interface Outcome extends Standing {
  readonly minutes: number;
  /** Files with what was found, of earlier campaigns too. */
  readonly found: readonly string[];
}

/** Runs a target for so many minutes, again and again where an input ends its process. */
export async function runCampaign(target: string, child: string, folder: string, minutes: number): Promise<Outcome> {
  const found = join(folder, 'found');
  mkdirSync(found, { recursive: true });
  const begun = Date.now();
  const end = begun + minutes * 60_000;
  let sum: Standing = { runs: 0, slowest: 0, blocks: 0, corpus: 0 };
  for (let seed = begun % 1_000_000; Date.now() < end; seed++) {
    const args = [target, folder, String(seed)];
    const execArgv = [`--max-old-space-size=${MAX_HEAP_MB}`];
    const running = fork(child, args, { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let last: Standing = { runs: 0, slowest: 0, blocks: 0, corpus: 0 };
    running.on('message', (standing) => (last = standing as Standing));
    let words = '';
    running.stderr?.on('data', (text: Buffer) => (words = `${words}${text.toString()}`.slice(-4000)));
    const closed = once(running, 'close');
    const fault = await watch(running, folder, end);
    running.kill('SIGKILL');
    await closed;
    if (fault !== null) keep(found, fault, join(folder, CURRENT), words);
    sum = { ...last, runs: sum.runs + last.runs, slowest: Math.max(sum.slowest, last.slowest) };
  }
  const files = readdirSync(found).filter((file) => !file.endsWith('.txt'));
  return { ...sum, minutes: (Date.now() - begun) / 60_000, found: files.map((file) => join(found, file)) };
}

/** Waits until time is over, or the process has to be ended or ended itself: then it says why. */
async function watch(running: ChildProcess, folder: string, end: number): Promise<'hang' | 'memory' | 'exit' | null> {
  let number = -1;
  let since = Date.now();
  while (Date.now() < end) {
    await wait(LOOK_MS);
    if (running.exitCode !== null || running.signalCode !== null) return 'exit';
    if (residentMegabytes(running.pid ?? 0) > MAX_RESIDENT_MB) return 'memory';
    const now = numberOf(join(folder, CURRENT));
    if (now !== number) since = Date.now();
    else if (Date.now() - since > HANG_MS) return 'hang';
    number = now;
  }
  return null;
}

function keep(found: string, fault: string, current: string, words: string): void {
  const all = readFileSync(current);
  const bytes = all.length < HEAD_BYTES ? all : all.subarray(HEAD_BYTES, HEAD_BYTES + all.readUInt32LE(4));
  const path = join(found, `${fault}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.txt`, words);
}

function numberOf(current: string): number {
  const head = readOrNothing(current);
  return head.length < 4 ? 0 : head.readUInt32LE(0);
}

function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`).toString())?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

/** The file may not be there yet, or not any more. */
function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
