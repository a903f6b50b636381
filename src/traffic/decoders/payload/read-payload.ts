import type { EventBatch } from '../../event-batch.ts';
import type { Payload } from '../../payload.ts';
import { readDhcp } from './dhcp.ts';
import { readDns, readDnsOverTcp } from './dns.ts';
import { readFinger } from './finger.ts';
import { readFtp } from './ftp.ts';
import { readHttp } from './http.ts';
import { readSmtp } from './smtp.ts';
import { readSnmp } from './snmp.ts';
import { readTcpmux } from './tcpmux.ts';
import { readTelnet } from './telnet.ts';
import { readTftp } from './tftp.ts';
import { PROTOCOL } from '../../../net/protocol.ts';

/** What `bytes` from `start` to `end` say; null where they are something else. Never throws. */
export type PayloadReader = (bytes: Uint8Array, start: number, end: number) => Payload | null;

interface PayloadKind {
  readonly protocol: number;
  /** Questions go to these ports. */
  readonly ports: readonly number[];
  /** Answers, which come from these ports, say something too. */
  readonly readsAnswers: boolean;
  readonly read: PayloadReader;
}

const KINDS: readonly PayloadKind[] = [
  { protocol: PROTOCOL.udp, ports: [53], readsAnswers: true, read: readDns },
  { protocol: PROTOCOL.tcp, ports: [53], readsAnswers: true, read: readDnsOverTcp },
  { protocol: PROTOCOL.udp, ports: [67, 68], readsAnswers: true, read: readDhcp },
  { protocol: PROTOCOL.udp, ports: [69], readsAnswers: false, read: readTftp },
  { protocol: PROTOCOL.udp, ports: [161], readsAnswers: true, read: readSnmp },
  { protocol: PROTOCOL.tcp, ports: [21], readsAnswers: false, read: readFtp },
  { protocol: PROTOCOL.tcp, ports: [25, 587], readsAnswers: false, read: readSmtp },
  { protocol: PROTOCOL.tcp, ports: [79], readsAnswers: false, read: readFinger },
  { protocol: PROTOCOL.tcp, ports: [1], readsAnswers: false, read: readTcpmux },
  { protocol: PROTOCOL.tcp, ports: [23], readsAnswers: false, read: readTelnet },
  {
    protocol: PROTOCOL.tcp,
    ports: [80, 81, 591, 808, 3128, 5985, 7547, 8000, 8008, 8080, 8081, 8088, 8118, 8888],
    readsAnswers: false,
    read: readHttp,
  },
];

/** Which of the readers a port has, by transport: 0 is none. One look-up for nearly all packets. */
const UDP_PORTS = portTable(PROTOCOL.udp);
const TCP_PORTS = portTable(PROTOCOL.tcp);

function portTable(protocol: number): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const [index, kind] of KINDS.entries()) {
    if (kind.protocol === protocol) for (const port of kind.ports) table[port] = index + 1;
  }
  return table;
}

/** Reads the payload of a TCP segment or UDP datagram into the event of `row`, where one of its ports is of interest. */
export function readPayload(
  batch: EventBatch,
  row: number,
  sport: number,
  dport: number,
  isTcp: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const table = isTcp ? TCP_PORTS : UDP_PORTS;
  const asked = table[dport] ?? 0;
  const number = asked === 0 ? (table[sport] ?? 0) : asked;
  if (number === 0) return;
  const kind = KINDS[number - 1];
  if (kind === undefined || (asked === 0 && !kind.readsAnswers)) return;
  const payload = kind.read(bytes, start, end);
  if (payload !== null) batch.payloads.set(row, payload);
}
