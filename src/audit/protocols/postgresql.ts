import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';

/** Message formats of the frontend/backend protocol 3.0, PostgreSQL documentation chapter 55. */
export type PostgresAnswer =
  /** `R`: 0 lets in; any other number asks for proof. */
  | { readonly kind: 'authentication'; readonly code: number }
  /** `E`: an SQLSTATE, `28000`, and its text. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

/** Names of the ways to prove who one is. */
export const POSTGRES_METHODS: Readonly<Record<number, string>> = {
  2: 'Kerberos',
  3: 'a password in clear text',
  5: 'an MD5 password',
  7: 'GSSAPI',
  9: 'SSPI',
  10: 'SCRAM',
};

const ERROR = 0x45;
const AUTHENTICATION = 0x52;
const MAX_FIELDS = 32;

export const POSTGRES_FRAME: FrameShape = {
  headerBytes: 5,
  lengthOf: (header) => {
    const reader = new ByteReader(header);
    const type = reader.u8();
    const length = reader.u32();
    return (type === AUTHENTICATION || type === ERROR) && length >= 4 ? length + 1 : null;
  },
  maxBytes: 4096,
};

/** Begins a session as this user. */
export function postgresStartup(user: string): Uint8Array {
  const body = new ByteWriter().u32(0x0003_0000);
  for (const text of ['user', user, 'database', 'postgres']) body.text(text).u8(0);
  body.u8(0);
  return new ByteWriter()
    .u32(body.length + 4)
    .bytes(body.finish())
    .finish();
}

/** Asks to go on inside TLS; answered by a single `S` or `N`. */
export const POSTGRES_TLS_REQUEST = new ByteWriter().u32(8).u32(80_877_103).finish();
export const POSTGRES_TERMINATE = new ByteWriter().text('X').u32(4).finish();

/** A whole message; null where it is none of the two. */
export function decodePostgres(bytes: Uint8Array): PostgresAnswer | null {
  const reader = new ByteReader(bytes);
  const type = reader.u8();
  reader.skip(4);
  if (type === AUTHENTICATION) {
    const code = reader.u32();
    return reader.isShort ? null : { kind: 'authentication', code };
  }
  if (type !== ERROR) return null;
  let [code, message] = ['', ''];
  for (let fields = 0; fields < MAX_FIELDS; fields++) {
    const field = reader.u8();
    if (field === 0) break;
    const text = reader.textToZero();
    if (field === 0x43) code = text;
    if (field === 0x4d) message = text;
  }
  return /^[0-9A-Z]{5}$/.test(code) ? { kind: 'error', code, message } : null;
}
