import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';

export interface RpcCall {
  readonly transaction: number;
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  /** Arguments as XDR (RFC 4506). */
  readonly parameters?: Uint8Array;
}

/** Programs of RFC 1833 section 3 and RFC 1813 appendix I. */
export const RPC_PROGRAM = { portmapper: 100_000, nfs: 100_003, mountd: 100_005 } as const;

/** Over TCP a message is a record: a length whose highest bit says that it is the last piece (RFC 5531 section 11). */
export const RPC_FRAME: FrameShape = {
  headerBytes: 4,
  lengthOf: (header) => {
    const length = new ByteReader(header).u32();
    const isWhole = length >= 0x8000_0000;
    return isWhole ? length - 0x8000_0000 + 4 : null;
  },
  maxBytes: 32_768,
};

/** A call without credentials, RFC 5531 section 9. */
export function encodeRpcCall({ transaction, program, version, procedure, parameters }: RpcCall): Uint8Array {
  const writer = new ByteWriter().u32(transaction).u32(0).u32(2).u32(program).u32(version).u32(procedure);
  return writer
    .zeros(16)
    .bytes(parameters ?? [])
    .finish();
}

export function asRecord(message: Uint8Array): Uint8Array {
  return new ByteWriter()
    .u32(0x8000_0000 + message.length)
    .bytes(message)
    .finish();
}

/** A reader that stands before the results of a call that succeeded; `refused` otherwise; null where it answers no such call. */
export function decodeRpcReply(bytes: Uint8Array, transaction: number): ByteReader | 'refused' | null {
  const reader = new ByteReader(bytes);
  const isOurs = reader.u32() === transaction && reader.u32() === 1;
  const isAccepted = reader.u32() === 0;
  if (reader.isShort || !isOurs) return null;
  if (!isAccepted) return 'refused';
  reader.skip(4);
  reader.skip(reader.u32());
  const status = reader.u32();
  if (reader.isShort) return null;
  return status === 0 ? reader : 'refused';
}

/** A text of XDR: length, bytes, and zeros up to four. Longer ones than `max` make the reader short. */
function readXdrText(reader: ByteReader, max: number): string {
  const length = reader.u32();
  const text = reader.text(length <= max ? length : -1);
  reader.skip((4 - (length % 4)) % 4);
  return text;
}

export interface RpcRegistration {
  readonly program: number;
  readonly version: number;
  readonly transport: 'tcp' | 'udp' | 'other';
  readonly port: number;
}

const MAX_REGISTRATIONS = 500;

/** The results of PMAPPROC_DUMP, RFC 1833 section 3.2; null where they are none. */
export function readRegistrations(reader: ByteReader): readonly RpcRegistration[] | null {
  const found: RpcRegistration[] = [];
  while (reader.u32() === 1 && found.length < MAX_REGISTRATIONS) {
    const [program, version, protocol, port] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
    found.push({ program, version, transport: protocol === 6 ? 'tcp' : protocol === 17 ? 'udp' : 'other', port });
  }
  return reader.isShort ? null : found;
}

export interface NfsExport {
  readonly folder: string;
  /** Hosts and groups it is for; empty: everybody. */
  readonly groups: readonly string[];
}

const MAX_EXPORTS = 200;
/** RFC 1813 section 5.1: MNTPATHLEN and MNTNAMLEN. */
const MAX_PATH = 1024;
const MAX_GROUP = 255;

/** The results of MOUNTPROC3_EXPORT, RFC 1813 section 5.2.5; null where they are none. */
export function readExports(reader: ByteReader): readonly NfsExport[] | null {
  const found: NfsExport[] = [];
  while (reader.u32() === 1 && found.length < MAX_EXPORTS) {
    const folder = readXdrText(reader, MAX_PATH);
    const groups: string[] = [];
    while (reader.u32() === 1 && groups.length < MAX_EXPORTS) groups.push(readXdrText(reader, MAX_GROUP));
    found.push({ folder, groups });
  }
  return reader.isShort ? null : found;
}
