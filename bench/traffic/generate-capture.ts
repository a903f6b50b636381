/**
 * A capture as an outer interface gives it: pcap, Ethernet, mean packet of about 614 bytes; connections and their
 * answers, DNS, IPv6, VLAN tags, with scans, a SYN flood and pings in it. The same seed gives the same bytes.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK_BYTES = 8 * 1024 * 1024;
const LARGEST_RECORD = 2048;
const START_SECONDS = 1_790_000_000;
const [TCP, UDP, ICMP] = [6, 17, 1];
const [SYN, SYN_ACK, ACK, PSH_ACK, RST_ACK] = [2, 18, 16, 24, 20];
const SERVICES = [443, 443, 443, 80, 22, 25, 993, 8080];
const SCANNED = [22, 23, 445, 3389, 5900, 6379, 8080, 2323, 1433, 5555];
const OWN = 0xc0000200;
const SCANNERS = 0xcb007100;
const DNS_QUESTION = Buffer.from('12340100000100000000000003777777076578616d706c65036f72670000010001', 'hex');

const REQUEST = Buffer.from(
  'GET /articles/17?page=2 HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\r\n'.padEnd(
    1400,
  ),
);
/** What is not encrypted, and what is. */
const TEXT = Buffer.from('Lorem ipsum dolor sit amet, consetetur sadipscing elitr.\r\n'.repeat(30));
const NOISE = Buffer.alloc(4096);
const PLAIN = new Set([25, 80, 8080]);

/** mulberry32: 32 bits of state are plenty for traffic that only has to look mixed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Ends {
  readonly isIPv6: boolean;
  readonly isTagged: boolean;
  readonly source: number;
  readonly destination: number;
  readonly sport: number;
  readonly dport: number;
}

class CaptureWriter {
  readonly #file: number;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #used = 0;
  #microseconds = 0;
  packets = 0;
  bytes = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    const chunk = this.#chunk;
    chunk.writeUInt32LE(0xa1b2c3d4, 0);
    chunk.writeUInt16LE(2, 4);
    chunk.writeUInt16LE(4, 6);
    chunk.writeUInt32LE(262_144, 16);
    chunk.writeUInt32LE(1, 20);
    this.#used = 24;
  }

  /** One packet with the first `payload` bytes of `content`. ICMP's first bytes stand where others have their ports. */
  packet(ends: Ends, protocol: number, flags: number, payload: number, content: Buffer = NOISE): void {
    if (this.#used + LARGEST_RECORD > CHUNK_BYTES) this.#write();
    const chunk = this.#chunk;
    const transport = protocol === TCP ? 20 : 8;
    const network = ends.isIPv6 ? 40 : 20;
    const link = ends.isTagged ? 18 : 14;
    const length = link + network + transport + payload;
    this.#microseconds += 37;
    let at = this.#used;
    chunk.writeUInt32LE(START_SECONDS + Math.floor(this.#microseconds / 1e6), at);
    chunk.writeUInt32LE(this.#microseconds % 1e6, at + 4);
    chunk.writeUInt32LE(length, at + 8);
    chunk.writeUInt32LE(length, at + 12);
    at += 16;
    chunk.fill(0, at, at + link + network + transport);
    chunk.fill(2, at, at + 12);
    if (ends.isTagged) chunk.writeUInt32BE(0x81000007, at + 12);
    chunk.writeUInt16BE(ends.isIPv6 ? 0x86dd : 0x0800, at + link - 2);
    at += link;
    if (ends.isIPv6) {
      chunk.writeUInt32BE(0x60000000, at);
      chunk.writeUInt16BE(transport + payload, at + 4);
      chunk[at + 6] = protocol;
      chunk[at + 7] = 60;
      for (const [place, address] of [ends.source, ends.destination].entries()) {
        chunk.writeUInt32BE(0x20010db8, at + 8 + 16 * place);
        chunk.writeUInt32BE(address, at + 20 + 16 * place);
      }
    } else {
      chunk.writeUInt16BE(0x4500, at);
      chunk.writeUInt16BE(network + transport + payload, at + 2);
      chunk.writeUInt16BE(this.packets & 0xffff, at + 4);
      chunk[at + 8] = 60;
      chunk[at + 9] = protocol;
      chunk.writeUInt32BE(ends.source, at + 12);
      chunk.writeUInt32BE(ends.destination, at + 16);
    }
    at += network;
    chunk.writeUInt16BE(ends.sport, at);
    chunk.writeUInt16BE(ends.dport, at + 2);
    if (protocol === TCP) {
      chunk.writeUInt32BE(this.packets, at + 4);
      chunk[at + 12] = 0x50;
      chunk[at + 13] = flags;
      chunk.writeUInt16BE(29_200, at + 14);
    } else if (protocol === UDP) chunk.writeUInt16BE(transport + payload, at + 4);
    at += transport;
    content.copy(chunk, at, 0, payload);
    this.#used = at + payload;
    this.packets++;
  }

  close(): void {
    this.#write();
    closeSync(this.#file);
  }

  #write(): void {
    writeSync(this.#file, this.#chunk, 0, this.#used);
    this.bytes += this.#used;
    this.#used = 0;
  }

  get written(): number {
    return this.bytes + this.#used;
  }
}

/** Writes a capture of about so many bytes; returns its packets. */
export function generateCapture(path: string, bytes: number, seed = 5): number {
  const writer = new CaptureWriter(path);
  const random = randomOf(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let at = 0; at < NOISE.length; at++) NOISE[at] = below(256);
  while (writer.written < bytes) {
    const kind = random();
    if (kind < 0.93) connection(writer, below);
    else if (kind < 0.97) question(writer, below);
    else if (kind < 0.985) scan(writer, below);
    else if (kind < 0.99) flood(writer, below);
    else ping(writer, below);
  }
  writer.close();
  return writer.packets;
}

/** All over the Internet, as real ones are: tcpdump's table of names, for one, is slow where all are in one network. */
function client(number: number): number {
  return Math.imul(number + 1, 0x9e3779b1) >>> 0;
}

type Below = (limit: number) => number;

function reversed(ends: Ends): Ends {
  return { ...ends, source: ends.destination, destination: ends.source, sport: ends.dport, dport: ends.sport };
}

function connection(writer: CaptureWriter, below: Below): void {
  const there: Ends = {
    isIPv6: below(10) === 0,
    isTagged: below(20) === 0,
    source: client(below(65_536)),
    destination: OWN + below(16),
    sport: 1024 + below(64_000),
    dport: SERVICES[below(SERVICES.length)] ?? 443,
  };
  const back = reversed(there);
  writer.packet(there, TCP, SYN, 0);
  writer.packet(back, TCP, SYN_ACK, 0);
  writer.packet(there, TCP, ACK, 0);
  const isPlain = PLAIN.has(there.dport);
  writer.packet(there, TCP, PSH_ACK, 200 + below(600), isPlain ? REQUEST : NOISE);
  const segments = 1 + below(14);
  for (let segment = 0; segment < segments; segment++) {
    writer.packet(back, TCP, ACK, segment === segments - 1 ? below(1400) : 1400, isPlain ? TEXT : NOISE);
    if (segment % 2 === 1) writer.packet(there, TCP, ACK, 0);
  }
  writer.packet(there, TCP, ACK | 1, 0);
  writer.packet(back, TCP, ACK | 1, 0);
}

function question(writer: CaptureWriter, below: Below): void {
  const isIPv6 = below(4) === 0;
  const ends = { source: OWN + below(16), destination: client(53), sport: 1024 + below(64_000), dport: 53 };
  const there: Ends = { isIPv6, isTagged: false, ...ends };
  writer.packet(there, UDP, 0, DNS_QUESTION.length, DNS_QUESTION);
  writer.packet(reversed(there), UDP, 0, DNS_QUESTION.length, DNS_QUESTION);
}

function scan(writer: CaptureWriter, below: Below): void {
  const source = SCANNERS + below(256);
  const sport = 1024 + below(64_000);
  for (let probe = 0; probe < 30; probe++) {
    const dport = SCANNED[below(SCANNED.length)] ?? 23;
    const ends: Ends = { isIPv6: false, isTagged: false, source, destination: OWN + below(256), sport, dport };
    writer.packet(ends, TCP, SYN, 0);
    if (below(3) === 0) writer.packet(reversed(ends), TCP, RST_ACK, 0);
  }
}

/** Senders of all kinds, one victim. */
function flood(writer: CaptureWriter, below: Below): void {
  for (let packet = 0; packet < 100; packet++) {
    const from = { source: below(2 ** 32), sport: below(65_536) };
    const ends: Ends = { isIPv6: false, isTagged: false, destination: OWN + 7, dport: 80, ...from };
    writer.packet(ends, TCP, SYN, 0);
  }
}

function ping(writer: CaptureWriter, below: Below): void {
  // Echo request, 8/0, is the first two bytes, where others have their port.
  const ends = { source: SCANNERS + below(256), destination: OWN + below(256), sport: 0x0800, dport: 0 };
  writer.packet({ isIPv6: false, isTagged: false, ...ends }, ICMP, 0, 56);
}
