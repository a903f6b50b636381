import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/** What a TFTP server says, RFC 1350 section 5 and RFC 2347. */
export type TftpAnswer =
  | { readonly kind: 'data'; readonly bytes: number }
  | { readonly kind: 'acknowledgement' }
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  /** Options it agreed to. `size`: of the file, where it said so (`tsize`, RFC 2349). */
  | { readonly kind: 'options'; readonly size: number | null };

const MAX_OPTIONS = 16;

/** Asks to read a file and for its size; a server that knows options then says the size before it sends anything. */
export function tftpReadRequest(file: string): Uint8Array {
  const request = new ByteWriter().u16(1).text(file).u8(0).text('octet').u8(0);
  return request.text('tsize').u8(0).text('0').u8(0).finish();
}

/** Asks to write a file. */
export function tftpWriteRequest(file: string): Uint8Array {
  return new ByteWriter().u16(2).text(file).u8(0).text('octet').u8(0).finish();
}

/** Ends a transfer: error 0, RFC 1350 section 5. */
export function tftpAbort(): Uint8Array {
  return new ByteWriter().u16(5).u16(0).text('not wanted').u8(0).finish();
}

/** Null where it is no message of TFTP that a server sends. */
export function decodeTftp(bytes: Uint8Array): TftpAnswer | null {
  const reader = new ByteReader(bytes);
  const opcode = reader.u16();
  if (opcode === 6) return decodeOptions(reader);
  const number = reader.u16();
  if (reader.isShort) return null;
  if (opcode === 3) return number === 1 && reader.left <= 512 ? { kind: 'data', bytes: reader.left } : null;
  if (opcode === 4) return number === 0 && reader.left === 0 ? { kind: 'acknowledgement' } : null;
  if (opcode !== 5 || number > 8) return null;
  const message = reader.textToZero();
  return reader.isShort ? null : { kind: 'error', code: number, message };
}

function decodeOptions(reader: ByteReader): TftpAnswer | null {
  let size: number | null = null;
  for (let done = 0; reader.left > 0 && done < MAX_OPTIONS; done++) {
    const name = reader.textToZero().toLowerCase();
    const value = reader.textToZero();
    if (name === 'tsize' && /^\d{1,15}$/.test(value)) size = Number(value);
  }
  return reader.isShort ? null : { kind: 'options', size };
}
