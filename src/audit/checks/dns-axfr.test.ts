import { describe, expect, it } from 'vitest';
import { answerTo, asked, type Reply } from '../protocols/dns-answer.fixture.ts';
import { DNS_TYPE, withLength } from '../protocols/dns-message.ts';
import type { CheckResult } from '../result.ts';
import { dnsAxfr } from './dns-axfr.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { answering, play } from './scripted-network.fixture.ts';

const settings = { zones: ['lab.example'] };
const soa = { name: 'lab.example', type: DNS_TYPE.SOA };
const host = (name: string): { name: string; type: number } => ({ name: `${name}.lab.example`, type: DNS_TYPE.A });
const SERVES: Reply = { isAuthoritative: true, records: [soa] };

function server(soaReply: Reply, transfer: Reply | null, zones = settings.zones): Promise<CheckResult> {
  const script = answering((sent) => {
    const query = sent.subarray(2);
    const reply = asked(query).type === DNS_TYPE.AXFR ? transfer : soaReply;
    return reply === null ? null : withLength(answerTo(query, reply));
  });
  return play(dnsAxfr, { connections: [script], settings: { zones } });
}

describe('dns.axfr', () => {
  it('is exposed where the records of the zone come, of which it shows three names', async () => {
    const records = [soa, ...['ns', 'www', 'mail', 'secret-admin'].map(host), soa];
    const result = await server(SERVES, { records });
    expect(result).toMatchObject({
      verdict: 'exposed',
      confidence: 'confirmed',
      facts: { zone: 'lab.example', records: 6, isWhole: true },
    });
    expect(JSON.stringify(result)).toContain('mail.lab.example');
    expect(JSON.stringify(result)).not.toContain('secret-admin');
  });

  it('stops where a zone is large', async () => {
    const records = [soa, ...Array.from({ length: 80 }, (_, at) => host(`h${at}`))];
    expect((await server(SERVES, { records })).summary).toContain('more than 49 records');
  });

  it('finds the zone of a host', async () => {
    const reply = { isAuthoritative: true, authorities: [soa] };
    const result = await server(reply, { records: [soa, host('a'), soa] }, ['mail.lab.example']);
    expect(result).toMatchObject({ verdict: 'exposed', facts: { zone: 'lab.example' } });
  });

  it('is not where the transfer is refused, empty, or ends the connection', async () => {
    const refused = await server(SERVES, { rcode: 'REFUSED' });
    expect(refused).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed', facts: { answer: 'REFUSED' } });
    expect((await server(SERVES, { records: [soa] })).verdict).toBe('not-exposed');
    expect((await server(SERVES, null)).verdict).toBe('not-exposed');
  });

  it('is inconclusive without a zone that the server serves, and says what to give', async () => {
    for (const result of [await server(SERVES, null, []), await server({ rcode: 'REFUSED' }, null)]) {
      expect(result.verdict).toBe('inconclusive');
      expect(result.summary).toContain('--zone');
    }
  });

  it('holds against other services and garbage', () => expectSteadfast(dnsAxfr, { settings }));
});
