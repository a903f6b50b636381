import type { ProcFs } from './proc-fs.ts';

/** More than this is not made room for in advance: a recorded tree may say anything. */
const MOST = 1_000_000;

/** About how many sockets this network namespace has, of all families, by the kernel's own count; 0 when not known. */
export function readSocketCount(fs: ProcFs): number {
  const text = fs.read('proc/net/sockstat') ?? '';
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  return Math.min(MOST, number(/^sockets: used (\d+)/) + number(/^TCP:.* tw (\d+)/m));
}
