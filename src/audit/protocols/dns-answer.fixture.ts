import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { DNS_RCODES, DNS_TYPE, type DnsMessage } from './dns-message.ts';
import { readName, writeName } from './dns-name.ts';

interface RecordOfTest {
  readonly name: string;
  readonly type: number;
  readonly text?: string;
}

export interface Reply extends Partial<Pick<DnsMessage, 'isAuthoritative' | 'isTruncated' | 'offersRecursion'>> {
  readonly rcode?: (typeof DNS_RCODES)[number];
  readonly records?: readonly RecordOfTest[];
  readonly authorities?: readonly RecordOfTest[];
}

/** The name and type that a query asks for. */
export function asked(query: Uint8Array): { readonly name: string; readonly type: number } {
  const reader = new ByteReader(query, 12);
  return { name: readName(reader) ?? '', type: reader.u16() };
}

/** What a server of a test answers to a query. */
export function answerTo(query: Uint8Array, reply: Reply): Uint8Array {
  const { name, type } = asked(query);
  const { records = [], authorities = [] } = reply;
  const writer = new ByteWriter().bytes(query.subarray(0, 2));
  const flags =
    0x8000 |
    (reply.isAuthoritative === true ? 0x0400 : 0) |
    (reply.isTruncated === true ? 0x0200 : 0) |
    (reply.offersRecursion === true ? 0x0080 : 0) |
    DNS_RCODES.indexOf(reply.rcode ?? 'NOERROR');
  writer.u16(flags).u16(1).u16(records.length).u16(authorities.length).u16(0);
  writeName(writer, name);
  writer.u16(type).u16(1);
  for (const record of [...records, ...authorities]) {
    const data =
      record.type === DNS_TYPE.TXT ? [(record.text ?? '').length, ...Buffer.from(record.text ?? '')] : [192, 0, 2, 1];
    writeName(writer, record.name);
    writer.u16(record.type).u16(1).u32(60).u16(data.length).bytes(data);
  }
  return writer.finish();
}
