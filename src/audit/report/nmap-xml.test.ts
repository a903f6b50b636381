import { describe, expect, it } from 'vitest';
import { compareResults } from '../diff/compare-results.ts';
import { readNmapXml } from '../diff/read-nmap-xml.ts';
import { readResult } from '../diff/read-result.ts';
import { aHost, aPort, aResult, aService, HOST, POLICY } from '../policy/result.fixture.ts';
import { auditReport } from './audit-report.ts';
import { renderNmapXml } from './nmap-xml.ts';

const FRAME = { generatedAt: '2026-11-22T12:00:00.000Z', host: 'db-3', version: '1.0.0' };

describe('the XML of nmap', () => {
  it('says the same as the JSON, to who reads either', () => {
    const result = aResult(POLICY, [HOST]);
    const json = JSON.stringify({
      schema: 'portolan/audit@1',
      generatedAt: '',
      host: '',
      ...auditReport(result, 'audit.yaml'),
    });
    const { changes, notes } = compareResults(readResult(json), readNmapXml(renderNmapXml(result, FRAME)));
    expect(changes).toEqual([]);
    expect(notes).toEqual(['one of them is of nmap, which has no findings, so these were not compared']);
  });

  it('has a host for each address, with the state and service of its ports', () => {
    const host = aHost([
      aPort(443, { service: aService('http', { isTls: true, product: 'nginx', version: '1.22' }) }),
      aPort(53, { transport: 'udp', state: 'no-answer', address: 'fd00:20::5' }),
    ]);
    const xml = renderNmapXml(aResult('', [host]), FRAME);
    expect(xml).toContain('<address addr="fd00:20::5" addrtype="ipv6"/>');
    expect(xml).toContain('<state state="open|filtered" reason="no-response" reason_ttl="0"/>');
    expect(xml).toContain(
      '<service name="http" product="nginx" version="1.22" tunnel="ssl" method="probed" conf="10"/>',
    );
    expect(xml).toContain('<hosts up="2" down="0" total="2"/>');
  });
});
