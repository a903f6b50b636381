/** `2026-10-09 08:53:07`, to the minute where parts of a line last minutes. The zone is said once for the page. */
export function clockText(iso: string, seconds = 1): string {
  return iso.slice(0, seconds >= 60 ? 16 : 19).replace('T', ' ');
}

/** `2026-10-09 08:53:07 to 09:10:00`: the day is not said twice. */
export function periodText(first: string, last: string): string {
  const from = clockText(first);
  const to = clockText(last);
  if (from === to) return from;
  return `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

/** `4.6 GB`, for people. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size).toLocaleString('en-US') : size.toFixed(1)} ${units[unit] ?? ''}`;
}
