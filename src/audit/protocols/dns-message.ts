import { ByteReader, latin1 } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { readName, writeName } from './dns-name.ts';

/** Types and classes, RFC 1035 sections 3.2.2 to 3.2.5. */
export const DNS_TYPE = { A: 1, NS: 2, SOA: 6, TXT: 16, OPT: 41, AXFR: 252, ANY: 255 } as const;
export const DNS_CLASS = { IN: 1, CHAOS: 3 } as const;

/** Response codes, RFC 1035 section 4.1.1 and RFC 2136 section 2.2. */
export const DNS_RCODES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
] as const;

export interface DnsQuestion {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  readonly class?: number;
  /** Asks the server to ask others: RD. */
  readonly isRecursive?: boolean;
  /** Adds an OPT record with this size for datagrams (RFC 6891 section 6.2.3). */
  readonly udpSize?: number;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly data: Uint8Array;
}

export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly offersRecursion: boolean;
  /** `NOERROR`, or `RCODE 23` for one that has no name here. */
  readonly rcode: string;
  /** The name that was asked; null where the question is not repeated. */
  readonly question: string | null;
  readonly answers: readonly DnsRecord[];
  /** The section that names who knows more, or the zone (RFC 2308 section 3). */
  readonly authorities: readonly DnsRecord[];
}

/** More records than a message of 64 KiB can hold (11 bytes each) are a lie anyway; this is what is looked at. */
const MAX_RECORDS = 6000;

/** A query, RFC 1035 section 4.1. Null where the name is none. */
export function encodeDnsQuery(question: DnsQuestion): Uint8Array | null {
  const { id, name, type, isRecursive = false, udpSize = null } = question;
  const writer = new ByteWriter();
  writer.u16(id).u16(isRecursive ? 0x0100 : 0);
  writer.u16(1).u16(0).u16(0);
  writer.u16(udpSize === null ? 0 : 1);
  if (!writeName(writer, name)) return null;
  writer.u16(type).u16(question.class ?? DNS_CLASS.IN);
  if (udpSize !== null) writer.u8(0).u16(DNS_TYPE.OPT).u16(udpSize).u32(0).u16(0);
  return writer.finish();
}

/** Reads a message up to the end of its authority section; null where it is none. Never throws. */
export function decodeDnsMessage(bytes: Uint8Array): DnsMessage | null {
  const reader = new ByteReader(bytes);
  const id = reader.u16();
  const flags = reader.u16();
  const [questions, answerCount, authorityCount] = [reader.u16(), reader.u16(), reader.u16()];
  reader.skip(2);
  if (reader.isShort || questions > 1) return null;
  let question: string | null = null;
  if (questions === 1) {
    question = readName(reader);
    reader.skip(4);
    if (question === null) return null;
  }
  const answers = readRecords(reader, answerCount);
  const authorities = answers === null ? null : readRecords(reader, authorityCount);
  if (answers === null || authorities === null || reader.isShort) return null;
  return {
    id,
    isResponse: (flags & 0x8000) !== 0,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    offersRecursion: (flags & 0x0080) !== 0,
    rcode: DNS_RCODES[flags & 0x0f] ?? `RCODE ${flags & 0x0f}`,
    question,
    answers,
    authorities,
  };
}

function readRecords(reader: ByteReader, count: number): DnsRecord[] | null {
  const records: DnsRecord[] = [];
  for (let done = 0; done < Math.min(count, MAX_RECORDS); done++) {
    const record = readRecord(reader);
    if (record === null) return null;
    records.push(record);
  }
  return records;
}

function readRecord(reader: ByteReader): DnsRecord | null {
  const name = readName(reader);
  if (name === null) return null;
  const type = reader.u16();
  const recordClass = reader.u16();
  reader.skip(4);
  const data = reader.take(reader.u16());
  return reader.isShort ? null : { name, type, class: recordClass, data };
}

/** The character strings of a TXT record, joined (RFC 1035 section 3.3.14). */
export function textOf({ data }: DnsRecord): string {
  const reader = new ByteReader(data);
  let text = '';
  while (reader.left > 0) text += latin1(reader.take(reader.u8()));
  return text;
}

/** Over TCP a message has its length in front, in two bytes: RFC 1035 section 4.2.2. */
export function withLength(message: Uint8Array): Uint8Array {
  return new ByteWriter().u16(message.length).bytes(message).finish();
}

/** `.` and case do not matter in names: RFC 4343. */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.replace(/\.$/, '').toLowerCase();
  return plain(one) === plain(other);
}
