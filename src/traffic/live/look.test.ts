import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { Analysis } from '../analysis.ts';
import { utc } from '../decoders/clock.ts';
import { testFolder } from '../input/input.fixture.ts';
import { compilePatterns } from '../patterns/compile-patterns.ts';
import { TrafficReader } from '../read-traffic.ts';

const folder = testFolder();
const NOW = utc(2026, 12, 1, 0, 0, 0);
const PIECES = 3;

function line(second: number, source: string, ports: string, flags: string): string {
  const time = new Date((utc(2026, 11, 22, 0, 0, 0) + second) * 1000).toISOString().slice(0, 19);
  return `${time}+00:00 gate kernel: DROP IN=eth0 OUT= SRC=${source} DST=192.0.2.7 LEN=40 TTL=50 ID=1 PROTO=TCP ${ports} WINDOW=1024 RES=0x00 ${flags} URGP=0\n`;
}

/** A scan, a victim's answers to somebody who forges our address, and a flood; all of it goes on in the next piece. */
function piece(place: number): string {
  let text = '';
  for (let number = 0; number < 30; number++) {
    const port = 1000 + 30 * place + number;
    text += line(place * 60 + number, '203.0.113.9', `SPT=40000 DPT=${port}`, 'SYN');
    text += line(place * 60 + number, '198.51.100.80', `SPT=80 DPT=${port}`, 'ACK SYN');
  }
  for (let number = 0; number < 15_000; number++) {
    const source = `198.18.${number % 200}.${(number >> 4) % 250}`;
    text += line(place * 60 + (number >> 8), source, `SPT=${2000 + number} DPT=443`, 'SYN');
  }
  return text;
}

const paths = Array.from({ length: PIECES }, (_, place) => {
  const path = join(folder, `${place}.log`);
  writeFileSync(path, piece(place));
  return path;
});

async function findings(looks: boolean): Promise<{ readonly found: readonly unknown[]; readonly explained: unknown }> {
  const reader = new TrafficReader({ format: null, now: NOW }, (batch) => analysis.take(batch));
  const analysis = new Analysis(reader.events, compilePatterns(ownKnowledge()), []);
  await reader.readAll(paths, (place) => {
    if (looks) for (let time = 0; time < 2; time++) analysis.look();
    analysis.input = place;
  });
  const found = analysis.finish().map(({ pattern, what, why, severity, tally }) => {
    return { id: pattern.id, what, why, severity, events: tally.events };
  });
  return { found: found.sort((a, b) => (a.id + a.what < b.id + b.what ? -1 : 1)), explained: analysis.explained };
}

describe('looking at an analysis while it goes on', () => {
  it('changes nothing of what is seen in the end', async () => {
    const undisturbed = await findings(false);
    const ids = undisturbed.found.map((one) => (one as { readonly id: string }).id);
    expect(ids).toEqual(expect.arrayContaining(['backscatter', 'sweep', 'syn-flood']));
    expect(await findings(true)).toEqual(undisturbed);
  });
});
