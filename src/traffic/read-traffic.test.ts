import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../knowledge/compiled-knowledge.fixture.ts';
import { utc } from './decoders/clock.ts';
import { testFolder } from './input/input.fixture.ts';
import { readTraffic, type ReadTraffic } from './read-traffic.ts';

const folder = testFolder();
const NOW = utc(2026, 12, 1, 0, 0, 0);

function write(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const read = (paths: readonly string[], format: string | null = null): Promise<ReadTraffic> =>
  readTraffic(paths, ownKnowledge(), { own: [], format, now: NOW });

/** Dropped SYNs of one source to many ports. */
const log = (first: number, count: number): string =>
  Array.from(
    { length: count },
    (_, number) =>
      `2026-11-22T00:${String(number % 60).padStart(2, '0')}:00+00:00 gate kernel: DROP IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.7 LEN=40 TTL=50 ID=1 PROTO=TCP SPT=40000 DPT=${first + 3 * number} WINDOW=1024 RES=0x00 SYN URGP=0\n`,
  ).join('');

/** A capture (link type 101: IP) of UDP packets from one address to another. */
function capture(count: number): Buffer {
  const head = Buffer.from('d4c3b2a1020004000000000000000000ffff000065000000', 'hex');
  const packets = Array.from({ length: count }, (_, number) => {
    const packet = Buffer.alloc(16 + 28);
    packet.writeUInt32LE(utc(2026, 11, 22, 1, 0, number), 0);
    packet.writeUInt32LE(28, 8);
    packet.writeUInt32LE(28, 12);
    packet.set([0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 203, 0, 113, 9, 192, 0, 2, 7], 16);
    packet.writeUInt16BE(40_000 + number, 36);
    packet.writeUInt16BE(10_100 + number, 38);
    packet.writeUInt16BE(8, 40);
    return packet;
  });
  return Buffer.concat([head, ...packets]);
}

describe('reading traffic', () => {
  it('reads several inputs into one picture, packed ones too, and says of each what became of it', async () => {
    const paths = [write('one.log', log(10_000, 30)), write('two.log.gz', gzipSync(log(20_000, 40)))];
    const { inputs, analysis, sightings } = await read(paths);
    expect(inputs.map(({ summary }) => [summary.records, summary.malformed])).toEqual([
      [30, 0],
      [40, 0],
    ]);
    expect(inputs[1]?.summary.bytes).toBe(log(20_000, 40).length);
    expect(analysis.explained.events).toBe(70);
    const sweep = sightings.find(({ pattern }) => pattern.id === 'sweep');
    expect(sweep).toMatchObject({ ports: 70, hosts: 1 });
    expect([sweep?.tally.first?.input, sweep?.tally.last.input]).toEqual([0, 1]);
  });

  it('reads a capture and a log together', async () => {
    const paths = [write('wire.pcap', capture(20)), write('three.log', log(10_000, 30))];
    const { inputs, analysis, sightings } = await read(paths);
    expect(inputs.map(({ summary }) => summary.records)).toEqual([20, 30]);
    expect(analysis.explained.events).toBe(50);
    const members = sightings.flatMap((sighting) => sighting.members);
    expect(new Set(members.map(({ address }) => address))).toEqual(new Set([0xcb007109]));
  });

  it('says of an input that nobody knows that it has no format', async () => {
    const { inputs, analysis } = await read([write('poem.txt', 'roses are red\n'), write('empty.log', '')]);
    expect(inputs.map(({ summary, abilities }) => [summary.format, summary.bytes, abilities])).toEqual([
      [null, 14, null],
      [null, 0, null],
    ]);
    expect(analysis.explained.events).toBe(0);
  });

  it('reads what the user says the format is', async () => {
    const { inputs } = await read([write('told.txt', `roses are red\n${log(10_000, 3)}`)], 'netfilter');
    expect(inputs[0]?.summary).toMatchObject({ records: 4, foreign: { 'other lines': 1 } });
  });

  it('rejects where there is no such file', async () => {
    await expect(read([join(folder, 'nowhere.log')])).rejects.toThrow('nowhere.log');
  });
});
