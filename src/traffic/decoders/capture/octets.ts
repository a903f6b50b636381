/** Unsigned numbers out of bytes. The caller has made sure that they are there. */

/** Network byte order. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Network byte order. */
export function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}

export function u16In(bytes: Uint8Array, at: number, isLittleEndian: boolean): number {
  return isLittleEndian ? (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) : u16(bytes, at);
}

export function u32In(bytes: Uint8Array, at: number, isLittleEndian: boolean): number {
  if (!isLittleEndian) return u32(bytes, at);
  return (
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
  );
}
