/** Logs that tests make themselves: addresses of the documentation networks (RFC 5737), times of October 2026. */

const OURS = '192.0.2.10';
export const SCANNER = '203.0.113.7';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** 2026-10-09 08:00 UTC. */
export const START = Date.UTC(2026, 9, 9, 8) / 1000;

/** `Oct  9 08:00:00`, without a year as syslog has it. */
export function syslogTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const clock = date.toISOString().slice(11, 19);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${clock}`;
}

export interface Packet {
  readonly time: number;
  readonly src: string;
  readonly sport?: number;
  readonly dst?: string;
  readonly dport: number;
  readonly protocol?: 'TCP' | 'UDP';
  readonly flags?: string;
  readonly prefix?: string;
}

/** A line as ufw has the kernel write it. */
export function ufwLine({
  time,
  src,
  sport = 40_000,
  dst = OURS,
  dport,
  protocol = 'TCP',
  flags,
  prefix,
}: Packet): string {
  const head = `${syslogTime(time)} gate kernel: [${(time % 100_000).toFixed(6)}] ${prefix ?? '[UFW BLOCK] '}`;
  const link = 'IN=eth0 OUT= MAC=02:00:00:00:00:01:02:00:00:00:00:02:08:00';
  const ip = `SRC=${src} DST=${dst} LEN=${protocol === 'TCP' ? 60 : 78} TOS=0x00 PREC=0x00 TTL=52 ID=4711 DF PROTO=${protocol}`;
  const tail = protocol === 'TCP' ? `WINDOW=64240 RES=0x00 ${flags ?? 'SYN'} URGP=0 ` : 'LEN=58 ';
  return `${head}${link} ${ip} SPT=${sport} DPT=${dport} ${tail}`;
}

/** Single knocks of strangers, one a minute. */
export function strangers(count: number): string[] {
  return Array.from({ length: count }, (_, place) =>
    ufwLine({
      time: START + 60 * place,
      src: `198.51.100.${(place % 250) + 1}`,
      dport: [22, 23, 445, 8080][place % 4] ?? 22,
    }),
  );
}

/** One source walks over so many ports. */
export function portScan(ports: number, src = SCANNER): string[] {
  return Array.from({ length: ports }, (_, place) =>
    ufwLine({ time: START + 30 + 2 * place, src, dport: 1000 + place }),
  );
}

/** Two hours of a firewall: strangers, a scan of 200 ports, lines of sshd, and windows that call their names. */
export function ufwLog(): string {
  const names = Array.from({ length: 30 }, (_, place) =>
    ufwLine({
      time: START + 200 * place,
      src: '192.0.2.77',
      sport: 137,
      dst: '192.0.2.255',
      dport: 137,
      protocol: 'UDP',
    }),
  );
  const sshd = Array.from(
    { length: 5 },
    (_, place) => `${syslogTime(START + 60 * place)} gate sshd[77]: Connection closed`,
  );
  const lines = [...strangers(100), ...portScan(200), ...names, ...sshd];
  return `${lines.toSorted((a, b) => a.slice(0, 15).localeCompare(b.slice(0, 15))).join('\n')}\n`;
}

/** AWS flow log, version 2: a scan that is rejected, and visits to a web server. */
export function vpcLog(): string {
  const heading =
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
  const line = (
    src: string,
    sport: number,
    dst: string,
    dport: number,
    packets: number,
    time: number,
    action: string,
  ): string =>
    `2 123456789012 eni-0a1b ${src} ${dst} ${sport} ${dport} 6 ${packets} ${packets * 60} ${time} ${time + 60} ${action} OK`;
  const scan = Array.from({ length: 100 }, (_, place) =>
    line(SCANNER, 40_000, '10.0.0.5', 2000 + place, 1, START + place, 'REJECT'),
  );
  const visits = Array.from({ length: 50 }, (_, place) =>
    line(`198.51.100.${place + 1}`, 50_000 + place, '10.0.0.5', 443, 12, START + 10 * place, 'ACCEPT'),
  );
  return `${[heading, ...scan, ...visits].join('\n')}\n`;
}

function numberOf(address: string): number[] {
  return address.split('.').map(Number);
}

/** A capture of SYN packets, each refused with RST: classic pcap over raw IP (link type 101). */
function pcapOf(packets: readonly Packet[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(101, 20);
  const records = packets.flatMap(({ time, src, sport = 40_000, dst = OURS, dport }) => [
    record(time, tcp(src, sport, dst, dport, 0x02)),
    record(time + 0.01, tcp(dst, dport, src, sport, 0x14)),
  ]);
  return Buffer.concat([head, ...records]);
}

function record(time: number, packet: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(Math.floor(time), 0);
  head.writeUInt32LE(Math.round((time % 1) * 1e6), 4);
  head.writeUInt32LE(packet.length, 8);
  head.writeUInt32LE(packet.length, 12);
  return Buffer.concat([head, packet]);
}

function tcp(src: string, sport: number, dst: string, dport: number, flags: number): Buffer {
  const packet = Buffer.alloc(40);
  packet[0] = 0x45;
  packet.writeUInt16BE(40, 2);
  packet[8] = 52;
  packet[9] = 6;
  packet.set(numberOf(src), 12);
  packet.set(numberOf(dst), 16);
  packet.writeUInt16BE(sport, 20);
  packet.writeUInt16BE(dport, 22);
  packet[32] = 0x50;
  packet[33] = flags;
  packet.writeUInt16BE(1024, 34);
  return packet;
}

export function scanCapture(ports: number): Buffer {
  return pcapOf(
    Array.from({ length: ports }, (_, place) => ({ time: START + place, src: SCANNER, dport: 1000 + place })),
  );
}
