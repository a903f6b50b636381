import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decode, type Decoded } from '../../../src/traffic/decoders/decode.fixture.ts';
import { findFormat, headOf } from '../../../src/traffic/decoders/find-format.ts';
import { FORMATS } from '../../../src/traffic/decoders/formats.ts';
import { HAS_RECORDINGS, recording, recordingPath } from '../../../src/traffic/recorded.fixture.ts';
import { differences } from './compare-packets.fixture.ts';
import { dissect, whyNoTshark } from './tshark.fixture.ts';

/**
 * Every recorded capture beside tshark, packet by packet and field by field. tshark starts once: mergecap puts all
 * files into one for it, while Portolan reads each by itself.
 */
const whyNot = whyNoTshark();
if (whyNot !== null) console.warn(`skipped: captures beside tshark, because ${whyNot}`);

/** Files that differ, by design. */
const DIFFERENT = new Map([
  ['maltrail/truncated.pcap', 'frames that end within the IP header are broken, and no events'],
  ['zeek-traces/wlanmon.pcap', '802.11 is not read'],
  ['zeek-traces/dns-inverse-query.pcap', 'FDDI is not read'],
  [
    'zeek-traces/tunnels/mpls-6in6-6in6-4in6-invalid-version-4.pcap',
    'tshark names a broken third header that it does not read',
  ],
]);

const folder = mkdtempSync(join(tmpdir(), 'portolan-captures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function captures(): string[] {
  return ['maltrail', 'pcapng', 'zeek-traces'].flatMap((name) =>
    readdirSync(recordingPath(name), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.pcap(ng)?$/.test(file))
      .toSorted()
      .map((file) => `${name}/${file}`),
  );
}

function decodeFile(name: string): { events: Decoded[]; records: number } {
  const bytes = recording(name);
  const format = findFormat(headOf(bytes, name), FORMATS)?.format;
  if (format === undefined) throw new Error(`${name} is of no known format`);
  const { events, totals } = decode(format, bytes);
  return { events, records: totals.records };
}

describe.skipIf(whyNot !== null || !HAS_RECORDINGS)('recorded captures', () => {
  it('are packet by packet what tshark says they are', () => {
    const names = captures();
    const merged = join(folder, 'merged.pcapng');
    const { status, stderr } = spawnSync('mergecap', ['-a', '-w', merged, ...names.map(recordingPath)]);
    expect(status, stderr.toString()).toBe(0);
    const frames = dissect(merged);

    let first = 0;
    const found: string[] = [];
    const different = new Set<string>();
    for (const name of names) {
      const { events, records } = decodeFile(name);
      const faults = differences(frames.slice(first, first + records), events);
      first += records;
      if (faults.length > 0) different.add(name);
      if (!DIFFERENT.has(name)) found.push(...faults.map((fault) => `${name}: ${fault}`));
    }
    expect(found).toEqual([]);
    expect(first).toBe(frames.length);
    // An exception that is none any more is to be taken out.
    expect([...different].toSorted()).toEqual([...DIFFERENT.keys()].toSorted());
    expect(frames.length).toBeGreaterThan(5000);
  });
});
