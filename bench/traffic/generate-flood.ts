/** Writes a flood of SYN packets to standard output, each of another forged source:   generate-flood.ts PACKETS */
import { writeSync } from 'node:fs';
import { PacketLines } from './packet-line.ts';

const CHUNK = 1 << 20;
const START = Date.UTC(2026, 9, 1) / 1000;
/** Odd: one after another all numbers of 32 bits, and none twice. */
const STEP = 0x9e3779b1;

const packets = Number(process.argv[2]);
const lines = new PacketLines(START);
let source = 1;
let text = '';
for (let packet = 0; packet < packets; packet++) {
  source = (source + STEP) >>> 0;
  text += lines.line(START + packet / 5000, {
    prefix: '[UFW BLOCK] ',
    source: [24, 16, 8, 0].map((bits) => (source >>> bits) & 255).join('.'),
    destination: '192.0.2.10',
    length: 60,
    ttl: 64,
    id: packet & 0xffff,
    transport: `PROTO=TCP SPT=${1024 + (packet % 60_000)} DPT=443 WINDOW=64240 RES=0x00 SYN URGP=0`,
  });
  if (text.length < CHUNK && packet < packets - 1) continue;
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
  text = '';
}
