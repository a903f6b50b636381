import { spellOut } from '../../src/html/markup.ts';

/** Text that others chose, for a text node: what cannot be seen is spelled out, and tags are only letters there. */
export const shown = spellOut;

/** `1,234,567` */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** `1 socket`, `2 sockets` */
export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `2026-10-09 08:53:07`, in the zone of the log's clock as UTC; the zone is said once a view. */
export function clock(iso: string | null): string {
  return iso === null ? 'no time' : iso.slice(0, 19).replace('T', ' ');
}

/** `4.6 MB` */
export function byteText(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte');
  const steps = Math.min(Math.floor(Math.log10(bytes) / 3), 4);
  return `${(bytes / 1000 ** steps).toFixed(1)} ${['', 'kB', 'MB', 'GB', 'TB'][steps] ?? ''}`;
}
