/** The bytes as text, one character a byte: whatever they are, nothing is lost and nothing fails. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(end - start, 0)).toString('latin1');
}
