import { latin1 } from './latin1.ts';

const HEAD = 160;

/** The program that wrote a syslog line, for the sum of lines that were not understood: `sshd`; else `other lines`. */
export function programOf(bytes: Uint8Array, start: number, end: number): string {
  const words = latin1(bytes, start, Math.min(end, start + HEAD))
    .split(' ')
    .slice(0, 9);
  for (const word of words) {
    const match = /^([A-Za-z_][\w./-]{0,40})(\[\d{1,10}\])?:$/.exec(word);
    if (match?.[1] !== undefined) return match[1];
  }
  return 'other lines';
}
