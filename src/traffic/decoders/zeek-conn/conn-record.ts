import type { AddressText } from '../text/address-text.ts';

/** What a row or a JSON object says of a connection. `null`, and NaN for numbers, where it does not say. */
export interface ConnRecord {
  readonly time: number;
  /** Seconds. */
  readonly duration: number;
  readonly family: number;
  readonly originator: number;
  readonly responder: number;
  readonly originatorPort: number;
  readonly responderPort: number;
  /** `tcp`, `udp`, `icmp`, `unknown_transport` */
  readonly transport: string;
  /** IP protocol number, from Zeek 7.1 on. */
  readonly protocol: number;
  readonly state: string;
  readonly history: string;
  readonly originatorPackets: number;
  readonly originatorBytes: number;
  readonly responderPackets: number;
  readonly responderBytes: number;
  readonly isOriginatorLocal: boolean | null;
  readonly isResponderLocal: boolean | null;
  readonly isTunnelled: boolean;
}

/** The fields of conn.log that are read, as Zeek names them. */
export const CONN_FIELDS = [
  'ts',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
  'duration',
  'conn_state',
  'local_orig',
  'local_resp',
  'history',
  'orig_pkts',
  'orig_ip_bytes',
  'resp_pkts',
  'resp_ip_bytes',
  'tunnel_parents',
  'ip_proto',
] as const;
export type ConnField = (typeof CONN_FIELDS)[number];

/** Makes a record of the values as text, empty where there is none. Null where the connection cannot be told from them. */
export function connRecord(
  text: (field: ConnField) => string,
  readTime: (text: string) => number,
  address: AddressText,
): ConnRecord | null {
  if (!address.readText(text('id.orig_h'))) return null;
  const { family, value: originator } = address;
  if (!address.readText(text('id.resp_h')) || address.family !== family) return null;
  const time = readTime(text('ts'));
  const originatorPort = port(text('id.orig_p'));
  const responderPort = port(text('id.resp_p'));
  const transport = text('proto');
  if (Number.isNaN(time) || originatorPort < 0 || responderPort < 0 || transport === '') return null;
  return {
    time,
    duration: count(text('duration')),
    family,
    originator,
    responder: address.value,
    originatorPort,
    responderPort,
    transport,
    protocol: count(text('ip_proto')),
    state: text('conn_state'),
    history: text('history'),
    originatorPackets: count(text('orig_pkts')),
    originatorBytes: count(text('orig_ip_bytes')),
    responderPackets: count(text('resp_pkts')),
    responderBytes: count(text('resp_ip_bytes')),
    isOriginatorLocal: isTrue(text('local_orig')),
    isResponderLocal: isTrue(text('local_resp')),
    isTunnelled: text('tunnel_parents') !== '',
  };
}

function count(text: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
}

/** 0 where there is none; -1 where it is no port. */
function port(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && value <= 65_535 ? value : -1;
}

function isTrue(text: string): boolean | null {
  if (text === 'T' || text === 'true') return true;
  return text === 'F' || text === 'false' ? false : null;
}
