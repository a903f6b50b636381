import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

/** RFC 1035 section 3.1: a name has at most 255 octets on the wire, a label 63. */
const MAX_NAME = 255;
const MAX_LABEL = 63;

/** Writes a name of printable labels, `.` for the root. False, with nothing written, where it is no name of DNS. */
export function writeName(writer: ByteWriter, name: string): boolean {
  const labels = name === '.' || name === '' ? [] : name.replace(/\.$/, '').split('.');
  if (labels.some((label) => !/^[\x21-\x7e]+$/.test(label) || label.length > MAX_LABEL)) return false;
  if (labels.reduce((sum, label) => sum + label.length + 1, 1) > MAX_NAME) return false;
  for (const label of labels) writer.u8(label.length).text(label);
  writer.u8(0);
  return true;
}

/**
 * Reads a name with its compression (RFC 1035 section 4.1.4), as text without the last dot; `.` is the root. Null for bytes
 * that are none: pointers must point backwards, and each further back than the one before, so that they cannot go round.
 */
export function readName(reader: ByteReader): string | null {
  const { bytes } = reader;
  const labels: string[] = [];
  let length = 1;
  let at = reader.at;
  let limit = at;
  let end: number | null = null;
  for (;;) {
    const first = bytes[at];
    if (first === undefined) return null;
    if (first >= 0xc0) {
      const second = bytes[at + 1];
      if (second === undefined) return null;
      end ??= at + 2;
      at = ((first & 0x3f) << 8) | second;
      if (at >= limit) return null;
      limit = at;
      continue;
    }
    // 01 and 10 are no lengths (RFC 6891 section 5 took back the extended labels).
    if (first > MAX_LABEL) return null;
    at++;
    if (first === 0) break;
    length += first + 1;
    if (length > MAX_NAME || at + first > bytes.length) return null;
    labels.push(shown(bytes.subarray(at, at + first)));
    at += first;
  }
  reader.skip((end ?? at) - reader.at);
  return labels.length === 0 ? '.' : labels.join('.');
}

/** Presentation format, RFC 4343 section 2.1: what is not printable, and dots inside labels, as `\DDD`. */
function shown(label: Uint8Array): string {
  let text = '';
  for (const byte of label) {
    const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c;
    text += isPlain ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}
