import {
  captureInterface,
  enhancedPacket,
  ethernet,
  icmp,
  ipv4,
  ipv6,
  pcapFile,
  section,
  tcp,
  u16be,
  u32be,
  udp,
} from '../../../src/traffic/decoders/capture/packets.fixture.ts';
import { NetflowDatagrams } from '../../../src/traffic/decoders/netflow/netflow.ts';
import {
  BASE,
  BASE_VALUES,
  FLOW,
  ipfix,
  record,
  set,
  template,
  v5,
  v9,
} from '../../../src/traffic/decoders/netflow/netflow.fixture.ts';
import { EventBatch } from '../../../src/traffic/event-batch.ts';
import { StateWriter } from '../../../src/traffic/state/state-writer.ts';

const DNS = Buffer.from('12340100000100000000000003777777076578616d706c65036f72670000010001', 'hex');
const HTTP = 'GET /articles HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: x\r\n\r\n';
const GRE = Buffer.concat([u16be(0, 0x0800), ipv4(6, tcp(40_000, 22, 2))]);
const VXLAN = Buffer.concat([Buffer.from('0800000000000100', 'hex'), ethernet(0x0800, ipv4(17, udp(1000, 53, DNS)))]);
const PACKETS = [
  ethernet(0x0800, ipv4(6, tcp(40_000, 22, 2))),
  ethernet(0x0800, ipv4(6, tcp(40_000, 80, 24, { payload: HTTP }))),
  ethernet(0x0800, ipv4(17, udp(40_000, 53, DNS))),
  ethernet(0x86dd, ipv6(6, tcp(40_000, 25, 24, { payload: 'EHLO example.org\r\n' }))),
  ethernet(
    0x86dd,
    ipv6(0, Buffer.concat([Buffer.from([44, 0, 1, 4, 0, 0, 0, 0, 6, 0, 0, 1, 0, 0, 0, 9]), tcp(1, 2, 2)])),
  ),
  ethernet(0x8100, Buffer.concat([u16be(5, 0x0800), ipv4(1, icmp(3, 3, ipv4(17, udp(1, 2))))])),
  ethernet(0x0800, ipv4(47, GRE)),
  ethernet(0x0800, ipv4(17, udp(5000, 4789, VXLAN))),
  ethernet(0x0800, ipv4(4, ipv4(41, ipv6(17, udp(67, 68))))),
  ethernet(0x0800, ipv4(17, udp(68, 67, Buffer.alloc(300, 1)))),
  ethernet(0x0800, ipv4(17, udp(1024, 69, Buffer.from('0001666f6f006f6374657400', 'hex')))),
  ethernet(0x0800, ipv4(17, udp(1024, 161, Buffer.from('302902010004067075626c6963a01c', 'hex')))),
];
const SLL = Buffer.concat([u16be(0, 1, 6), Buffer.alloc(8), u16be(0x0800), ipv4(6, tcp(1, 2, 2))]);

export function captures(): Uint8Array[] {
  const blocks = PACKETS.map((packet) => enhancedPacket(false, packet));
  return [
    pcapFile(PACKETS),
    ...PACKETS.map((packet) => pcapFile([packet])),
    pcapFile(PACKETS, { isBigEndian: true, snapLength: 0 }),
    pcapFile([SLL], { linkType: 113 }),
    pcapFile([ipv4(6, tcp(1, 2, 2))], { linkType: 101 }),
    pcapFile([Buffer.concat([Buffer.from([61, 2, 1, 0]), Buffer.alloc(60), ipv4(6, tcp(1, 2, 2))])], { linkType: 117 }),
    pcapFile([Buffer.concat([u32be(2), ipv4(6, tcp(1, 2, 2))])], { linkType: 0 }),
    Buffer.concat([section(false), captureInterface(false, 1), ...blocks]),
    Buffer.concat([section(true), captureInterface(true, 101), enhancedPacket(true, ipv4(17, udp(1, 2)))]),
  ];
}

const TEMPLATE = set(0, template(300, BASE));
const RECORDS = set(300, record(BASE, BASE_VALUES), record(BASE, BASE_VALUES));
const VARIABLE = set(2, template(400, [...BASE, [96, 65_535], [210, 4, 9]]));
const EXPORTS = [
  v5([FLOW, FLOW]),
  v9([TEMPLATE, RECORDS]),
  v9([RECORDS]),
  ipfix([VARIABLE]),
  ipfix([set(2, template(300, BASE)), RECORDS]),
];

export function netflowFiles(): Uint8Array[] {
  return [...EXPORTS, Buffer.concat(EXPORTS)];
}

/** Each with its length before it. */
export function netflowDatagrams(): Uint8Array[] {
  return [Buffer.concat(EXPORTS.flatMap((datagram) => [u16be(datagram.length - 1), datagram]))];
}

export function netflowStates(): Uint8Array[] {
  const reader = new NetflowDatagrams();
  const batch = new EventBatch(() => undefined);
  return EXPORTS.map((datagram) => {
    reader.read(datagram, '192.0.2.1', batch);
    const writer = new StateWriter();
    reader.save(writer);
    return writer.toBytes();
  });
}
