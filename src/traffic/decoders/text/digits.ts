/** Unsigned decimal number that fills the bytes; -1 where it does not, or has more than 15 digits. */
export function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 15) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** A port: 0 to 65535; -1 where the bytes are none. */
export function readPort(bytes: Uint8Array, start: number, end: number): number {
  const value = end - start > 5 ? -1 : readDecimal(bytes, start, end);
  return value > 65_535 ? -1 : value;
}
