/** `2026-10-09 08:53` in UTC: the same for everybody who reads the report. */
export function timeText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/** `2026-10-09 08:53 to 09:10`: what both have in common stands once. */
export function spanText(first: string, last: string): string {
  const [start, end] = [timeText(first), timeText(last)];
  if (start === end) return start;
  return `${start} to ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
}
