import { describe, expect, it } from 'vitest';
import { answerTo, asked, type Reply } from '../protocols/dns-answer.fixture.ts';
import { DNS_TYPE, withLength } from '../protocols/dns-message.ts';
import type { CheckResult } from '../result.ts';
import { dnsRecursion } from './dns-recursion.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { answering, play, type Scene } from './scripted-network.fixture.ts';

const NOWHERE: Reply = { offersRecursion: true, rcode: 'NXDOMAIN' };
const FOUND: Reply = { offersRecursion: true, records: [{ name: 'www.recurse.test', type: DNS_TYPE.A }] };
const REFUSED: Reply = { rcode: 'REFUSED' };

function server(udp: Reply, tcp: Reply | null, scene: Scene = {}): Promise<CheckResult> {
  const script = answering((sent) => (tcp === null ? null : withLength(answerTo(sent.subarray(2), tcp))));
  return play(dnsRecursion, { datagrams: (query) => answerTo(query, udp), connections: [script], ...scene });
}

describe('dns.recursion', () => {
  it('is exposed where a name of ours is resolved', async () => {
    const result = await server(FOUND, FOUND, { settings: { queryName: 'www.recurse.test' }, vantage: 'routed' });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { udp: 'answered' } });
    expect(result.summary).toContain('over UDP and TCP');
  });

  it('is exposed where a name that nobody has was looked for', async () => {
    const result = await server(NOWHERE, REFUSED);
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'firm', facts: { tcp: 'refused' } });
    expect(result.summary).toContain('over UDP.');
  });

  it('is exposed where recursion is offered, and failed for want of a network', async () => {
    const failed = await server({ offersRecursion: true, rcode: 'SERVFAIL' }, null);
    expect(failed).toMatchObject({ verdict: 'exposed', confidence: 'firm', facts: { udp: 'offered' } });
  });

  it('tells how much larger answers are', async () => {
    const records = Array.from({ length: 20 }, () => ({ name: '.', type: DNS_TYPE.A }));
    const result = await play(dnsRecursion, {
      datagrams: (query) => answerTo(query, asked(query).type === DNS_TYPE.A ? REFUSED : { records }),
    });
    expect(result).toMatchObject({ verdict: 'not-exposed', facts: { rootFactor: 11.3, anyFactor: 11.3 } });
  });

  it('is not where it is refused, or not offered', async () => {
    expect(await server(REFUSED, REFUSED)).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    expect(await server({}, {})).toMatchObject({ verdict: 'not-exposed', confidence: 'firm' });
    // Some servers set RA in refusals too.
    expect((await server({ ...REFUSED, offersRecursion: true }, REFUSED)).verdict).toBe('not-exposed');
  });

  it('proves nothing where the server asks itself', async () => {
    expect((await server(NOWHERE, NOWHERE, { vantage: 'same-address' })).verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(dnsRecursion));
});
