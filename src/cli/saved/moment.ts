const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  min: MINUTE,
  h: 60 * MINUTE,
  d: 24 * 60 * MINUTE,
  w: 7 * 24 * 60 * MINUTE,
};

/** The latest moment that is meant by `yesterday`, `2d`, `3h`, or a day; null for anything else. */
export function parseSince(text: string, now: Date): Date | null {
  if (text === 'yesterday') return parseSince('1d', now);
  const [, number, unit = ''] = /^(\d{1,4})(min|h|d|w)$/.exec(text) ?? [];
  if (number !== undefined) return new Date(now.getTime() - Number(number) * (UNITS[unit] ?? 0));
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const begin = new Date(year, month - 1, day);
  if (begin.getMonth() !== month - 1 || begin.getDate() !== day) return null; // the 31st of February
  // The day itself still counts, by the clock of this place.
  return new Date(new Date(year, month - 1, day + 1).getTime() - 1);
}

/** A moment as people say it, by the clock of this place: `today 18:04`, `yesterday 18:04`, `2026-11-20 18:04`. */
export function describeMoment(moment: Date, now: Date): string {
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayOf(moment) === dayOf(now)) return `today ${time}`;
  return `${dayOf(moment) === dayOf(yesterday) ? 'yesterday' : dayOf(moment)} ${time}`;
}

function dayOf(moment: Date): string {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
