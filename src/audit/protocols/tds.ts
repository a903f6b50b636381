import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';

/** [MS-TDS] section 2.2.6.5, the option ENCRYPTION. */
export const TDS_ENCRYPTION = ['the log-in only', 'everything', 'nothing', 'everything, required'] as const;
const NOT_SUPPORTED = 2;

export interface TdsPrelogin {
  /** `15.0.2000`. */
  readonly version: string;
  /** 0 to 3, see `TDS_ENCRYPTION`. */
  readonly encryption: number;
}

const PRELOGIN = 0x12;
const RESPONSE = 0x04;

/** Section 2.2.3.1: a type, a status, a length, and four bytes that do not matter here. */
export const TDS_FRAME: FrameShape = {
  headerBytes: 8,
  lengthOf: (header) => {
    const reader = new ByteReader(header);
    const [type, status] = [reader.u8(), reader.u8()];
    const length = reader.u16();
    return type === RESPONSE && status <= 1 && length >= 8 ? length : null;
  },
  maxBytes: 4096,
};

/** Asks before any log-in which version and encryption there is; says that we could do without encryption. */
export function tdsPrelogin(): Uint8Array {
  const options = new ByteWriter();
  options.u8(0).u16(11).u16(6); // VERSION, behind two options of five bytes and the end
  options.u8(1).u16(17).u16(1); // ENCRYPTION
  options.u8(0xff).zeros(6).u8(NOT_SUPPORTED);
  return new ByteWriter()
    .u8(PRELOGIN, 1)
    .u16(8 + options.length)
    .u16(0)
    .u8(1, 0)
    .bytes(options.finish())
    .finish();
}

/** A whole packet; null where it is no answer to a pre-login. */
export function decodeTdsPrelogin(bytes: Uint8Array): TdsPrelogin | null {
  const body = bytes.subarray(8);
  const reader = new ByteReader(body);
  let version: string | null = null;
  let encryption: number | null = null;
  for (let token = reader.u8(); token !== 0xff; token = reader.u8()) {
    const [offset, length] = [reader.u16(), reader.u16()];
    if (reader.isShort) return null;
    const value = new ByteReader(body, offset);
    if (token === 0 && length >= 4) version = `${value.u8()}.${value.u8()}.${value.u16()}`;
    if (token === 1 && length >= 1) encryption = value.u8();
    if (value.isShort) return null;
  }
  if (version === null || encryption === null || encryption > 3) return null;
  return { version, encryption };
}
