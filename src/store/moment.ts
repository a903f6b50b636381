const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);
const DAY = 86_400_000;

/** Milliseconds of `90s`, `15m`, `24h`, `7d`, `2w`; null for anything else. */
export function parseSpan(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * (UNITS.get(unit) ?? 0);
}

/** `90s`, `15m`, `24h`, `7d`: in the largest unit that leaves no rest. */
export function formatSpan(milliseconds: number): string {
  for (const unit of ['d', 'h', 'm']) {
    const length = UNITS.get(unit) ?? 1;
    if (milliseconds >= length && milliseconds % length === 0) return `${milliseconds / length}${unit}`;
  }
  return `${milliseconds / 1000}s`;
}

/**
 * A time as people write it, in milliseconds since 1970: `now`, `today`, `yesterday`, `all` (the beginning), `7d` (so long ago), `2026-11-01`,
 * `2026-11-01T08:00` and `2026-11-01T08:00:00+02:00`; UTC where it names no zone. Null for anything else, and for times before 1970.
 */
export function parseMoment(text: string, now: number): number | null {
  switch (text) {
    case 'all':
      return 0;
    case 'now':
      return now;
    case 'today':
      return now - (now % DAY);
    case 'yesterday':
      return now - (now % DAY) - DAY;
    default: {
      const span = parseSpan(text);
      return span === null ? parseIso(text) : Math.max(now - span, 0);
    }
  }
}

function parseIso(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (match === null) return null;
  const [, date = '', time = '00:00', zone = 'Z'] = match;
  // JavaScript takes the 30th of February for the 2nd of March.
  const midnight = Date.parse(`${date}T00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  const milliseconds = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(milliseconds) || milliseconds < 0 ? null : milliseconds;
}
