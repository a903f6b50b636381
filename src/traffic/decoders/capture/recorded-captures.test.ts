import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { HAS_RECORDINGS, recording, recordingPath } from '../../recorded.fixture.ts';
import { decode } from '../decode.fixture.ts';
import { findFormat, headOf } from '../find-format.ts';
import { FORMATS } from '../formats.ts';
import { pcap } from './pcap.ts';

/** Eight of its packets end within their IP headers, on purpose. */
const BROKEN = 'maltrail/truncated.pcap';

function captures(folder: string): string[] {
  const files = readdirSync(recordingPath(folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.pcap(ng)?$/.test(file)).map((file) => `${folder}/${file}`);
}

describe.skipIf(!HAS_RECORDINGS)('recorded captures', () => {
  it.each(['maltrail', 'pcapng', 'zeek-traces'])('are known, and read to their ends: %s', (folder) => {
    const names = captures(folder);
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      const bytes = recording(name);
      const found = findFormat(headOf(bytes, name), FORMATS);
      expect(found?.format.id, name).toMatch(/^pcap(ng)?$/);
      const { events, totals } = decode(found?.format ?? pcap, bytes);
      const notes = [...totals.notes].filter((note) => !note.endsWith('is not read'));
      expect({ name, malformed: totals.malformed, notes }).toEqual({
        name,
        malformed: name === BROKEN ? 8 : 0,
        notes: [],
      });
      expect(totals.records, name).toBe(events.length + totals.silent + totals.malformed);
    }
  });

  it('have fragments without ports, and options before the ports', () => {
    const fragments = decode(pcap, recording('maltrail/fragments.pcap')).events;
    const later = fragments.filter(({ marks }) => (marks & MARK.laterFragment) !== 0);
    expect(later.length).toBeGreaterThan(0);
    expect(later.every(({ marks, dport }) => (marks & MARK.ports) === 0 && dport === 0)).toBe(true);
    const options = decode(pcap, recording('maltrail/ipv4_options.pcap')).events;
    expect(options.every(({ marks }) => (marks & MARK.ports) !== 0)).toBe(true);
  });
});
