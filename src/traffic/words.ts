/** `1 port`, `1,768 ports`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1,768` */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** A time between two moments as people say it: `40 s`, `12 min`, `45 h`, `6 days`. */
export function describeSpan(seconds: number): string {
  if (seconds < 120) return `${Math.max(Math.round(seconds), 1)} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 3 * 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
