/**
 * The questions of a DNS message (RFC 1035 4.1): identification 2, flags 2, counts 4 x 2, then for each question labels
 * (length 1, bytes) up to an empty one, type 2, class 2. An answer repeats the question.
 */
import type { Payload } from '../../payload.ts';
import { u16 } from '../capture/octets.ts';

/** IANA dns-parameters: types that questions usually have. Others stay numbers. */
const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [6, 'SOA'],
  [10, 'NULL'],
  [12, 'PTR'],
  [13, 'HINFO'],
  [15, 'MX'],
  [16, 'TXT'],
  [25, 'KEY'],
  [28, 'AAAA'],
  [33, 'SRV'],
  [35, 'NAPTR'],
  [37, 'CERT'],
  [43, 'DS'],
  [46, 'RRSIG'],
  [48, 'DNSKEY'],
  [52, 'TLSA'],
  [64, 'SVCB'],
  [65, 'HTTPS'],
  [249, 'TKEY'],
  [250, 'TSIG'],
  [251, 'IXFR'],
  [252, 'AXFR'],
  [255, 'ANY'],
  [257, 'CAA'],
]);

const HEADER_BYTES = 12;
/** Nobody asks more than one; a message may. */
const MAX_QUESTIONS = 8;
const MAX_LABELS = 128;
const MAX_LABEL = 63;

export function readDns(bytes: Uint8Array, start: number, end: number): Payload | null {
  if (start + HEADER_BYTES > end) return null;
  const questions = Math.min(u16(bytes, start + 4), MAX_QUESTIONS);
  const types: (string | number)[] = [];
  let longest = 0;
  let at = start + HEADER_BYTES;
  for (let question = 0; question < questions; question++) {
    for (let labels = 0; ; labels++) {
      const length = at < end ? (bytes[at] ?? 0) : MAX_LABEL + 1;
      // Questions come first, so there is nothing that a pointer could point to.
      if (length > MAX_LABEL || labels > MAX_LABELS) return found(types, longest);
      at += 1 + length;
      if (length === 0) break;
      if (length > longest && at <= end) longest = length;
    }
    if (at + 4 > end) break;
    const type = u16(bytes, at);
    types.push(TYPE_NAMES.get(type) ?? type);
    at += 4;
  }
  return found(types, longest);
}

/** Behind the length of the message (RFC 1035 4.2.2). A segment that goes on with an earlier one says nothing. */
export function readDnsOverTcp(bytes: Uint8Array, start: number, end: number): Payload | null {
  if (start + 2 + HEADER_BYTES > end || u16(bytes, start) < HEADER_BYTES) return null;
  return readDns(bytes, start + 2, Math.min(end, start + 2 + u16(bytes, start)));
}

function found(types: readonly (string | number)[], longest: number): Payload | null {
  return types.length === 0 ? null : { 'dns.type': types, 'dns.label-length': [longest] };
}
