import { Random } from '../traffic/random.ts';
import { ColumnBatch, MILLISECONDS_A_DAY } from '../../src/store/column-batch.ts';
import type { Batch } from '../../src/store/store.ts';

/** Upper half of the lower half of a mapped IPv4 address. */
const MAPPED = 0xffff;
const UPPER_HALF = 2 ** 32;
const FIRST_DAY = 20_400;
const BATCH_ROWS = 131_072;
/** Ports that are asked for, the most usual first. */
const SERVED = [443, 53, 80, 443, 123, 993, 22, 5432, 587, 8443, 3306, 6379, 25, 853, 5222, 389];
const SCANNED = [
  23, 445, 22, 3389, 80, 8080, 5060, 443, 1433, 2323, 6379, 5555, 81, 8443, 3306, 21, 25, 5900, 37215, 7547,
];
const COMMON_SCANNED = 1000;

const ALLOWED = 1;
const DROPPED = 2;

/** One for all events: ten million objects would be most of what generating them costs. */
const event = { src: 0, dst: 0, sport: 0, dport: 0, proto: 0, flags: 0, action: 0, packets: 0, bytes: 0 };

/**
 * Batches of what ten sensors at the edge of a network see: 61 % flows of 400 hosts to the outside, 35 % knocks of 60,000 strangers, 4 %
 * sweeps; 3 % IPv6. The same in every run, in order of time; each day has as many.
 */
export function* generateEvents(rows: number, days: number, seed = 1, isV4Only = false): Generator<Batch> {
  const random = new Random(seed);
  const strangers = Array.from({ length: 60_000 }, () => random.between(0x01000000, 0xdfffffff));
  const servers = Array.from({ length: 8000 }, () => random.between(0x01000000, 0xdfffffff));
  const sweep = { source: 0, target: 0, port: 23, left: 0 };
  let sequence = 0;
  for (let number = 0; number < days; number++) {
    const day = FIRST_DAY + number;
    const ofDay = Math.floor(rows / days);
    for (let from = 0; from < ofDay; from += BATCH_ROWS) {
      const columns = new ColumnBatch('events', Math.min(BATCH_ROWS, ofDay - from));
      fill(columns, { random, strangers, servers, sweep, isV4Only }, day * MILLISECONDS_A_DAY, from, ofDay);
      yield { origin: 1n, sequence: ++sequence, day, columns, texts: [] };
    }
  }
}

interface World {
  readonly random: Random;
  readonly strangers: readonly number[];
  readonly servers: readonly number[];
  readonly sweep: { source: number; target: number; port: number; left: number };
  readonly isV4Only: boolean;
}

function fill(batch: ColumnBatch, world: World, midnight: number, from: number, ofDay: number): void {
  // Columns of 64 bits are written as their halves, without bigint.
  const halves = (name: string, type: 'i64' | 'u64'): Uint32Array => {
    const { buffer, byteOffset } = batch.column(name, type);
    return new Uint32Array(buffer, byteOffset, batch.rows * 2);
  };
  const view = {
    ts: halves('ts', 'i64'),
    srcHi: halves('src_hi', 'u64'),
    src: halves('src_lo', 'u64'),
    dstHi: halves('dst_hi', 'u64'),
    dst: halves('dst_lo', 'u64'),
    bytes: halves('bytes', 'u64'),
    packets: batch.column('packets', 'u32'),
    sport: batch.column('sport', 'u16'),
    dport: batch.column('dport', 'u16'),
    proto: batch.column('proto', 'u8'),
    flags: batch.column('flags', 'u8'),
    action: batch.column('action', 'u8'),
  };
  const { random, isV4Only } = world;
  const step = MILLISECONDS_A_DAY / ofDay;
  for (let row = 0; row < batch.rows; row++) {
    const kind = random.next();
    if (kind < 0.61) flow(world);
    else if (kind < 0.96) knock(world);
    else sweepStep(world);
    const isV6 = !isV4Only && random.next() < 0.03;
    const time = Math.floor(midnight + (from + row + random.next()) * step);
    view.ts[row * 2] = time % UPPER_HALF;
    view.ts[row * 2 + 1] = Math.floor(time / UPPER_HALF);
    if (isV6) {
      view.srcHi[row * 2] = event.src & 0xffff;
      view.srcHi[row * 2 + 1] = 0x2001_0db8;
      view.dstHi[row * 2] = (event.dst & 0xff) | 0x10000;
      view.dstHi[row * 2 + 1] = 0x2001_0db8;
    }
    view.src[row * 2] = event.src;
    view.src[row * 2 + 1] = isV6 ? Math.imul(event.src, 0x9e37) : MAPPED;
    view.dst[row * 2] = event.dst;
    view.dst[row * 2 + 1] = isV6 ? event.dst & 0xff : MAPPED;
    view.bytes[row * 2] = event.bytes;
    view.packets[row] = event.packets;
    view.sport[row] = event.sport;
    view.dport[row] = event.dport;
    view.proto[row] = event.proto;
    view.flags[row] = event.flags;
    view.action[row] = event.action;
  }
}

function flow({ random, servers }: World): void {
  const dport = SERVED[random.rank(SERVED.length)] ?? 443;
  const isUdp = dport === 53 || dport === 123 || (dport === 443 && random.next() < 0.3);
  event.src = 0x0a00000a + random.rank(400);
  event.dst = servers[random.rank(servers.length)] ?? 1;
  event.sport = random.between(32_768, 60_999);
  event.dport = dport;
  event.proto = isUdp ? 17 : 6;
  event.flags = isUdp ? 0 : 0x1b;
  event.action = ALLOWED;
  event.packets = isUdp && dport !== 443 ? random.between(1, 2) : 2 + Math.floor(random.gap(12));
  event.bytes = event.packets * random.between(52, 900);
}

function knock({ random, strangers }: World): void {
  const isUsual = random.next() < 0.7;
  const isUdp = random.next() < 0.1;
  const most = random.next() < 0.5 ? COMMON_SCANNED : 65_535;
  event.src = strangers[random.rank(strangers.length)] ?? 1;
  event.dst = 0xc6336400 + random.between(0, 255);
  event.sport = random.between(1024, 65_535);
  event.dport = isUsual ? (SCANNED[random.rank(SCANNED.length)] ?? 23) : random.between(1, most);
  event.proto = isUdp ? 17 : 6;
  event.flags = isUdp ? 0 : 2;
  event.action = DROPPED;
  event.packets = 1;
  event.bytes = isUdp ? random.between(28, 120) : random.next() < 0.6 ? 40 : 60;
}

function sweepStep({ random, strangers, sweep }: World): void {
  if (sweep.left === 0) {
    sweep.source = strangers[random.between(0, strangers.length - 1)] ?? 1;
    sweep.port = SCANNED[random.between(0, SCANNED.length - 1)] ?? 23;
    sweep.target = 0;
    sweep.left = random.between(20, 4000);
  }
  sweep.left--;
  event.src = sweep.source;
  event.dst = 0xc6336400 + (sweep.target++ & 0xff);
  event.sport = 40_000 + (sweep.source & 0xff);
  event.dport = sweep.port;
  event.proto = 6;
  event.flags = 2;
  event.action = DROPPED;
  event.packets = 1;
  event.bytes = 40;
}
