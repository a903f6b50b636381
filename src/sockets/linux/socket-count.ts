import type { ProcFs } from './proc-fs.ts';

/** More than this is not made room for in advance: a recorded tree may say anything. */
const MOST = 1_000_000;

/**
 * About how many sockets a network namespace has, of all families, by the kernel's own count; 0 when not known.
 * `folder` is where its tables are.
 */
export function readSocketCount(fs: ProcFs, folder = 'proc/net'): number {
  const text = fs.read(`${folder}/sockstat`) ?? '';
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  return Math.min(MOST, number(/^sockets: used (\d+)/) + number(/^TCP:.* tw (\d+)/m));
}
