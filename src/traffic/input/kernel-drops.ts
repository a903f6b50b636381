import { readFileSync } from 'node:fs';

/** Place of `drops` among the words of a line of /proc/net/udp: net/ipv4/udp.c, udp4_format_sock. */
const DROPS = 12;
const LOCAL_ADDRESS = 1;

/**
 * Datagrams the kernel threw away because nobody fetched them in time, of all sockets bound to a local port, by the text
 * of /proc/net/udp or udp6; null where the port is not in it.
 */
export function dropsOf(table: string, port: number): number | null {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let drops: number | null = null;
  for (const line of table.split('\n').slice(1)) {
    const words = line.trim().split(/\s+/);
    if (words[LOCAL_ADDRESS]?.endsWith(suffix) !== true) continue;
    const count = Number(words[DROPS]);
    if (Number.isSafeInteger(count)) drops = (drops ?? 0) + count;
  }
  return drops;
}

/** The same of this machine now; null where it does not say: only Linux does. */
export function kernelDrops(family: 'IPv4' | 'IPv6', port: number): number | null {
  try {
    return dropsOf(readFileSync(family === 'IPv4' ? '/proc/self/net/udp' : '/proc/self/net/udp6', 'latin1'), port);
  } catch {
    return null;
  }
}
