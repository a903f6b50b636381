/** Writes a netfilter log:   node scripts/run-ts.mjs bench/traffic/generate-netfilter.ts LINES FILE [SEED] */
import { closeSync, openSync, writeSync } from 'node:fs';
import { netfilterLog } from './netfilter-log.ts';

const CHUNK = 1 << 20;

const [lines, file, seed] = process.argv.slice(2);
if (file === undefined || !(Number(lines) > 0)) throw new Error('say how many lines, and the file');
const out = openSync(file, 'w');
let text = '';
for (const line of netfilterLog(Number(lines), Number(seed ?? 1))) {
  text += line;
  if (text.length < CHUNK) continue;
  writeSync(out, text, null, 'latin1');
  text = '';
}
writeSync(out, text, null, 'latin1');
closeSync(out);
