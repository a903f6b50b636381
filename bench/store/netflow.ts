/** The same flows for nfcapd: NetFlow v5 over loopback, slowly enough that none is lost. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ColumnBatch } from '../../src/store/column-batch.ts';

const RECORDS = 30;
const HEADER_BYTES = 24;
const RECORD_BYTES = 48;
const PACKETS_A_BURST = 100;

/** Runs nfcapd on a folder while batches are sent to it. Returns the flows that it has. */
export async function sendToNfcapd(batches: Iterable<ColumnBatch>, folder: string, port: number): Promise<number> {
  const options = ['-w', folder, '-b', '127.0.0.1', '-p', String(port), '-t', '86400', '-B', '33554432', '-z'];
  const nfcapd = spawn('nfcapd', options, { stdio: 'ignore' });
  const socket = createSocket('udp4');
  await sleep(1000);
  let [sequence, sent] = [0, 0];
  for (const batch of batches) {
    for (let from = 0; from < batch.rows; from += RECORDS) {
      const packet = packetOf(batch, from, Math.min(RECORDS, batch.rows - from), sequence);
      sequence += packet.length;
      socket.send(packet, port, '127.0.0.1');
      if (++sent % PACKETS_A_BURST === 0) await sleep(1);
    }
  }
  await sleep(1000);
  nfcapd.kill('SIGTERM');
  await new Promise((resolve) => nfcapd.once('exit', resolve));
  socket.close();
  const { stdout } = spawnSync('nfdump', ['-R', folder, '-I'], { encoding: 'utf8' });
  return Number(/^Flows: (\d+)$/m.exec(stdout)?.[1] ?? 0);
}

function packetOf(batch: ColumnBatch, from: number, rows: number, sequence: number): Buffer {
  const packet = Buffer.alloc(HEADER_BYTES + rows * RECORD_BYTES);
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const [ts, src, dst] = [batch.column('ts', 'i64'), batch.column('src_lo', 'u64'), batch.column('dst_lo', 'u64')];
  const [bytes, packets] = [batch.column('bytes', 'u64'), batch.column('packets', 'u32')];
  const [sport, dport] = [batch.column('sport', 'u16'), batch.column('dport', 'u16')];
  const [proto, flags] = [batch.column('proto', 'u8'), batch.column('flags', 'u8')];
  const first = Number(ts[from] ?? 0n);
  view.setUint16(0, 5);
  view.setUint16(2, rows);
  view.setUint32(4, 3_600_000); // uptime
  view.setUint32(8, Math.floor(first / 1000));
  view.setUint32(12, (first % 1000) * 1_000_000);
  view.setUint32(16, sequence);
  for (let index = 0; index < rows; index++) {
    const [at, row] = [HEADER_BYTES + index * RECORD_BYTES, from + index];
    const time = 3_600_000 + Number(ts[row] ?? 0n) - first;
    view.setUint32(at, Number((src[row] ?? 0n) & 0xffffffffn));
    view.setUint32(at + 4, Number((dst[row] ?? 0n) & 0xffffffffn));
    view.setUint32(at + 16, packets[row] ?? 0);
    view.setUint32(at + 20, Number((bytes[row] ?? 0n) & 0xffffffffn));
    view.setUint32(at + 24, time);
    view.setUint32(at + 28, time);
    view.setUint16(at + 32, sport[row] ?? 0);
    view.setUint16(at + 34, dport[row] ?? 0);
    view.setUint8(at + 37, flags[row] ?? 0);
    view.setUint8(at + 38, proto[row] ?? 0);
  }
  return packet;
}
