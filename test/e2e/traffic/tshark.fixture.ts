import { spawnSync } from 'node:child_process';

const FIELDS = [
  'frame.time_epoch',
  'frame.protocols',
  'ip.src',
  'ip.dst',
  'ip.proto',
  'ip.ttl',
  'ip.id',
  'ip.len',
  'ip.frag_offset',
  'ipv6.src',
  'ipv6.dst',
  'ipv6.hlim',
  'ipv6.plen',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.flags',
  'udp.srcport',
  'udp.dstport',
  'sctp.srcport',
  'sctp.dstport',
  'icmp.type',
  'icmp.code',
  'icmpv6.type',
  'icmpv6.code',
] as const;
type Field = (typeof FIELDS)[number];

/** Nothing is put together out of several packets: an event is one packet. */
const NO_REASSEMBLY = ['ip.defragment:FALSE', 'ipv6.defragment:FALSE', 'tcp.desegment_tcp_streams:FALSE'];

/** Layers between two IP headers that Portolan looks through as well. */
const TUNNEL_LAYERS = new Set(['gre', 'udp', 'vxlan', 'teredo', 'eth', 'ethertype', 'vlan', 'ppp', 'erspan']);
const MAX_TUNNELS = 2;
const PROTOCOL_OF_LAYER: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmpv6: 58, sctp: 132 };

/** The IP packet of a frame that Portolan makes an event of, in the fields that are compared. */
export interface DissectedPacket {
  readonly time: number | null;
  readonly source: string;
  readonly destination: string;
  /** IPv6's is behind the extension headers, where tshark has no one field for it: null but for the usual ones. */
  readonly protocol: number | null;
  readonly ttl: number;
  readonly id: number | null;
  readonly length: number;
  readonly ports: readonly [number, number] | null;
  readonly flags: number | null;
}

export interface DissectedFrame {
  readonly layers: string;
  /** Null where the frame has no IP. */
  readonly packet: DissectedPacket | null;
}

/** Why tshark and its companion cannot be used; null where they can. */
export function whyNoTshark(): string | null {
  const missing = ['tshark', 'mergecap'].filter((name) => spawnSync(name, ['--version']).error !== undefined);
  return missing.length === 0 ? null : `${missing.join(' and ')} is not installed`;
}

/** All packets that tshark reads. It takes custom blocks of pcapng for frames too: these have no link layer. */
export function dissect(path: string): DissectedFrame[] {
  const options = NO_REASSEMBLY.flatMap((option) => ['-o', option]);
  const wanted = FIELDS.flatMap((field) => ['-e', field]);
  const { stdout } = spawnSync(
    'tshark',
    ['-r', path, '-n', ...options, '-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=|', ...wanted],
    { encoding: 'latin1', maxBuffer: 256 * 1024 * 1024 },
  );
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split('\t');
      return dissectedFrame((field) => (cells[FIELDS.indexOf(field)] ?? '').split('|').filter((value) => value !== ''));
    })
    .filter(({ layers }) => layers !== 'data');
}

function dissectedFrame(values: (field: Field) => readonly string[]): DissectedFrame {
  const layers = (values('frame.protocols')[0] ?? '').split(':');
  const place = layerOfEvent(layers);
  const [time] = values('frame.time_epoch');
  const packet = place === -1 ? null : packetAt(values, layers, place, time === undefined ? null : Number(time));
  return { layers: layers.join(':'), packet };
}

/** The innermost IP header that is reached by tunnels only: an ICMP error's quotation is no packet. */
function layerOfEvent(layers: readonly string[]): number {
  let place = layers.findIndex(isIp);
  for (let depth = 0; depth < MAX_TUNNELS && place !== -1; depth++) {
    const next = layers.findIndex((layer, index) => index > place && isIp(layer));
    if (next === -1 || !layers.slice(place + 1, next).every((layer) => TUNNEL_LAYERS.has(layer))) break;
    place = next;
  }
  return place;
}

function isIp(layer: string): boolean {
  return layer === 'ip' || layer === 'ipv6';
}

function packetAt(
  values: (field: Field) => readonly string[],
  layers: readonly string[],
  place: number,
  time: number | null,
): DissectedPacket {
  const isIPv4 = layers[place] === 'ip';
  const before = layers.slice(0, place).filter((layer) => layer === layers[place]).length;
  const text = (field: Field): string => values(field)[before] ?? '';
  const transport = layers.slice(place + 1).find((layer) => !layer.startsWith('ipv6.')) ?? '';
  const ofTransport = (field: Field): number => {
    const earlier = layers.slice(0, place).filter((layer) => layer === transport).length;
    return Number(values(field)[earlier] ?? Number.NaN);
  };
  const pair = (first: Field, second: Field): [number, number] | null => {
    const numbers: [number, number] = [ofTransport(first), ofTransport(second)];
    return numbers.some(Number.isNaN) ? null : numbers;
  };
  const portsOf: Readonly<Record<string, () => [number, number] | null>> = {
    tcp: () => pair('tcp.srcport', 'tcp.dstport'),
    udp: () => pair('udp.srcport', 'udp.dstport'),
    sctp: () => pair('sctp.srcport', 'sctp.dstport'),
    icmp: () => pair('icmp.type', 'icmp.code'),
    icmpv6: () => pair('icmpv6.type', 'icmpv6.code'),
  };
  const flags = transport === 'tcp' ? ofTransport('tcp.flags') : Number.NaN;
  return {
    time,
    source: text(isIPv4 ? 'ip.src' : 'ipv6.src'),
    destination: text(isIPv4 ? 'ip.dst' : 'ipv6.dst'),
    protocol: isIPv4 ? Number(text('ip.proto')) : (PROTOCOL_OF_LAYER[transport] ?? null),
    ttl: Number(text(isIPv4 ? 'ip.ttl' : 'ipv6.hlim')),
    id: isIPv4 ? Number(text('ip.id')) : null,
    length: isIPv4 ? Number(text('ip.len')) : 40 + Number(text('ipv6.plen')),
    ports: portsOf[transport]?.() ?? null,
    flags: Number.isNaN(flags) ? null : flags & 0xff,
  };
}
