import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { NetworkNamespace } from '../../lab/namespace.ts';
import { cleanEnvironment } from '../measure.ts';

const PRELOAD = 'bench/sockets/report-memory.cjs';
const HIGH_WATER = /^VmHWM:\s+(\d+) kB$/m;

/** MiB that portolan had resident at most; exact, because it reads its own account as the last thing it does. */
export function ownPeakMemory(
  namespace: NetworkNamespace,
  script: readonly string[],
  environment: NodeJS.ProcessEnv,
): number {
  const command = [process.execPath, '--require', `./${PRELOAD}`, ...script];
  const { stderr } = namespace.run(command, { environment });
  const peak = readHighWater(stderr);
  if (peak === null) throw new Error(`portolan did not say how much memory it had: ${stderr}`);
  return peak;
}

/**
 * MiB that a program had resident at most, looked up between the pieces of its output: it waits while the pipe is full,
 * so the last look comes at most one pipe (64 KiB) before its end. Null when its output is too short for a look.
 */
export async function sampledPeakMemory(
  namespace: NetworkNamespace,
  command: readonly string[],
): Promise<number | null> {
  const [program, args] = namespace.enter(command);
  const child = spawn(program, args, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  let peak: number | null = null;
  child.stdout.on('data', () => {
    try {
      peak = readHighWater(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? peak;
    } catch {
      // It ended between its last words and this look.
    }
  });
  await ended;
  return peak;
}

function readHighWater(text: string): number | null {
  const kilobytes = HIGH_WATER.exec(text)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
