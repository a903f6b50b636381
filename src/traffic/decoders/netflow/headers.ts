/**
 * Headers of datagrams, all numbers big-endian:
 *
 *   NetFlow v5 (Cisco): 5 u16, COUNT u16 (1 to 30), UPTIME-MS u32, SECS u32, NSECS u32, SEQUENCE u32 (of flows),
 *                       ENGINE-TYPE u8, ENGINE-ID u8, SAMPLING u16 (2 bits mode, 14 bits interval); 24 bytes
 *   NetFlow v9 (RFC 3954 5.1): 9 u16, COUNT u16, UPTIME-MS u32, SECS u32, SEQUENCE u32 (of datagrams), SOURCE-ID u32
 *   IPFIX (RFC 7011 3.1): 10 u16, LENGTH u16, SECS u32, SEQUENCE u32 (of data records), DOMAIN u32; 16 bytes
 *   set (v9 and IPFIX): ID u16, LENGTH u16 with these four, then templates or records
 */
import { uint16, uint32 } from './information-elements.ts';
import { FIRST_DATA_SET } from './template.ts';

export const VERSION = { netflow5: 5, netflow9: 9, ipfix: 10 } as const;
export const V5_HEADER = 24;
export const V5_RECORD = 48;
export const V9_HEADER = 20;
export const IPFIX_HEADER = 16;
export const SET_HEADER = 4;
/** What fits into a packet of Ethernet. */
export const V5_MAX_RECORDS = 30;
const V9_MAX_RECORDS = 4096;
/** 1990 and 2100: exporters with a wrong clock are taken too, when they have begun. */
const EARLIEST = 631_152_000;
const LATEST = 4_102_444_800;

/** Bytes `looksLikeHeader` has to see. */
export const HEADER_TO_SEE = 24;

/** Whether a datagram may well begin at `at`; there have to be `HEADER_TO_SEE` bytes. */
export function looksLikeHeader(bytes: Uint8Array, at: number): boolean {
  const second = uint16(bytes, at + 2);
  switch (uint16(bytes, at)) {
    case VERSION.netflow5:
      return second >= 1 && second <= V5_MAX_RECORDS && isTime(uint32(bytes, at + 8)) && uint32(bytes, at + 12) < 1e9;
    case VERSION.netflow9: {
      const isSet = isSetOf(bytes, at + V9_HEADER, 0);
      return second >= 1 && second <= V9_MAX_RECORDS && isSet;
    }
    case VERSION.ipfix: {
      const setBytes = uint16(bytes, at + IPFIX_HEADER + 2);
      const isSet = isSetOf(bytes, at + IPFIX_HEADER, 2) && setBytes <= second - IPFIX_HEADER;
      return isSet && isTime(uint32(bytes, at + 4));
    }
    default:
      return false;
  }
}

/** Sets of templates have one number, sets of options templates the next, all others are records. */
function isSetOf(bytes: Uint8Array, at: number, templates: number): boolean {
  const id = uint16(bytes, at);
  return (id === templates || id === templates + 1 || id >= FIRST_DATA_SET) && uint16(bytes, at + 2) > SET_HEADER;
}

function isTime(seconds: number): boolean {
  return seconds >= EARLIEST && seconds <= LATEST;
}
