/** Decodes a file and throws the events away; prints what became of its lines. Run by decode.ts to be measured. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { Clock } from '../../src/traffic/decoders/clock.ts';
import { findFormat, headOf } from '../../src/traffic/decoders/find-format.ts';
import { FORMATS } from '../../src/traffic/decoders/formats.ts';
import { InputDecoder } from '../../src/traffic/decoders/input-decoder.ts';
import { openScanner } from '../../src/traffic/decoders/netfilter/netfilter-scanner.ts';
import { EventBatch } from '../../src/traffic/event-batch.ts';

const [file = '', module = ''] = process.argv.slice(2);
const scanner = openScanner(existsSync(module) ? readFileSync(module) : null);
const descriptor = openSync(file, 'r');
const head = Buffer.alloc(65_536);
const found = findFormat(headOf(head.subarray(0, readSync(descriptor, head, 0, head.length, 0)), file), FORMATS);
if (found === null) throw new Error(`no format reads ${file}`);
let events = 0;
const batch = new EventBatch(({ length }) => (events += length), undefined, undefined, scanner?.columns);
const others = FORMATS.flatMap((format) => (format.kind === 'line' && format !== found.format ? format : []));
const decoder = new InputDecoder(found.format, others, { clock: new Clock(Date.now() / 1000), scanner }, batch);
for (let count = -1; count !== 0;) {
  const { space } = decoder;
  count = readSync(descriptor, space, 0, space.length, null);
  if (count > 0) decoder.advance(count);
}
decoder.end();
closeSync(descriptor);
const { records, silent, malformed, foreign } = decoder.totals;
console.log(JSON.stringify({ titles: decoder.titles, records, events, silent, malformed, foreign: [...foreign] }));
