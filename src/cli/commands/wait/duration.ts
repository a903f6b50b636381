const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Longest time that timers of Node take: 2^31 - 1 milliseconds, some 24 days. */
const MAX = 2_147_483_647;

/** Reads `500ms`, `1.5s`, `2m`, `1h`, or `30`, which is seconds. Milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text);
  if (match === null) return null;
  const milliseconds = Math.round(Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 0));
  return milliseconds <= MAX ? milliseconds : null;
}

/** As a person says it: `30 s`, `500 ms`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Number((milliseconds / 1000).toFixed(1))} s`;
}
