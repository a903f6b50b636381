import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { readTraffic } from '../read-traffic.ts';
import { HAS_RECORDINGS, recordingPath } from '../recorded.fixture.ts';
import { toFinding } from '../report/to-finding.ts';
import { parseQuery } from './query.ts';
import { selectTraffic } from './select-traffic.ts';

const OPTIONS = { own: [], format: null, now: Date.UTC(2026, 10, 22) / 1000 };
/** Findings of each recording that are tried: every one means reading it anew. */
const TRIED = 12;

/** Recordings of each kind: text with and without payloads, flows, packets, several files. */
const RECORDINGS: readonly (readonly string[])[] = [
  ['psad-scans/xmas_scan_1000_1150'],
  ['psad-scans/syn_sweep'],
  ['psad-scans/udp_scan_1000_1150'],
  ['crowdsec/iptables-scan-multi-port/iptables-scan-multi-port.log'],
  ['maltrail/mixed_soup.pcap'],
  ['maltrail/infection_scan.pcap'],
  ['maltrail/udp_scan.pcap'],
  ['real-day/conn.02:00:00-03:00:00.log.gz', 'real-day/conn.03:00:00-04:00:00.log.gz'],
];

describe.skipIf(!HAS_RECORDINGS)('the query of each finding of a recording', () => {
  it.each(RECORDINGS)('selects as many events as it counts: %s', async (...names) => {
    const paths = names.map(recordingPath);
    const { sightings, batch } = await readTraffic(paths, ownKnowledge(), OPTIONS);
    const findings = sightings.map((sighting) => toFinding(sighting, batch.addresses));
    expect(findings.length).toBeGreaterThan(0);
    for (const { query, isQueryExact, count } of findings.slice(-TRIED)) {
      let events = 0;
      await selectTraffic(paths, parseQuery(query), ownKnowledge(), OPTIONS, () => void events++);
      if (isQueryExact) expect(events, query).toBe(count);
      else expect(events, query).toBeGreaterThanOrEqual(count);
    }
  });
});
