/** Longest text of a payload that is kept. */
const MAX_TEXT = 100;
const MAX_LINES = 16;

/** Bytes as Latin-1, at most 100 characters, control characters as `?`. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  const stop = Math.min(end, start + MAX_TEXT);
  for (let at = start; at < stop; at++) {
    const code = bytes[at] ?? 0;
    text += code < 0x20 || (code >= 0x7f && code < 0xa0) ? '?' : String.fromCharCode(code);
  }
  return text;
}

/** The first lines without their ends, each cut at 100 characters; the last one may lack its end. */
export function linesOf(bytes: Uint8Array, start: number, end: number): string[] {
  const lines: string[] = [];
  for (let at = start; at < end && lines.length < MAX_LINES;) {
    const stop = find(bytes, 0x0a, at, end);
    const last = stop > at && bytes[stop - 1] === 0x0d ? stop - 1 : stop;
    lines.push(textOf(bytes, at, last));
    at = stop + 1;
  }
  return lines;
}

/** Where the byte `value` is first; `end` where it is not. (`indexOf` would search all packets behind this one.) */
export function find(bytes: Uint8Array, value: number, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== value) at++;
  return at;
}
