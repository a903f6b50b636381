/** Decodes one capture and prints what it cost, as JSON: what `capture.ts` measures.   decode-capture.mjs FILE */
import { closeSync, openSync, readSync } from 'node:fs';
import { Clock } from '../../src/traffic/decoders/clock.ts';
import { findFormat, headOf } from '../../src/traffic/decoders/find-format.ts';
import { FORMATS } from '../../src/traffic/decoders/formats.ts';
import { InputDecoder } from '../../src/traffic/decoders/input-decoder.ts';
import { EventBatch } from '../../src/traffic/event-batch.ts';

const HEAD_BYTES = 65_536;

const file = openSync(process.argv[2] ?? '', 'r');
const head = Buffer.alloc(HEAD_BYTES);
const format = findFormat(headOf(head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0)), ''), FORMATS)?.format;
if (format === undefined) throw new Error('no known format');
let events = 0;
let ipBytes = 0;
const batch = new EventBatch((full) => {
  events += full.length;
  for (let row = 0; row < full.length; row++) ipBytes += full.bytes[row] ?? 0;
});
const decoder = new InputDecoder(format, [], { clock: new Clock(Date.now() / 1000) }, batch);
const before = process.cpuUsage();
for (;;) {
  const { space } = decoder;
  const count = readSync(file, space, 0, space.length, null);
  if (count === 0) break;
  decoder.advance(count);
}
decoder.end();
const { user, system } = process.cpuUsage(before);
closeSync(file);
const whole = process.resourceUsage();
const result = {
  events,
  ipBytes,
  malformed: decoder.totals.malformed,
  cpu: (user + system) / 1e6,
  wholeCpu: (whole.userCPUTime + whole.systemCPUTime) / 1e6,
  peakKilobytes: whole.maxRSS,
};
console.log(JSON.stringify(result));
