const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `10s`, `5m`, `1h`, `2d`. Throws on anything else: the patterns are checked when they are built. */
export function secondsOf(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  const unit = SECONDS[match?.[2] ?? ''];
  if (match === null || unit === undefined) throw new Error(`"${text}" is not a time such as 10s, 5m, 1h or 2d`);
  return Number(match[1]) * unit;
}
