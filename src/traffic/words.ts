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

/** One digit, and never 0.0 % of something that is there. */
export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole;
  if (share > 0 && share < 0.05) return '< 0.1 %';
  return share < 100 && share >= 99.95 ? '> 99.9 %' : `${share.toFixed(1)} %`;
}

/** By what it was judged which end of a connection is ours, as a person says it. */
export function roleWords(role: string): string {
  return ROLE_WORDS.get(role) ?? role;
}

const ROLE_WORDS: ReadonlyMap<string, string> = new Map([
  ['direction', 'the direction in the log'],
  ['most events', 'the address that most events share'],
  ['private addresses', 'private addresses'],
  ['initiator', 'who was called'],
]);
