import { describe, expect, it } from 'vitest';
import type { BroadcastAnswers } from '../check.ts';
import { dhcpAnswer } from '../protocols/dhcp-answer.fixture.ts';
import type { CheckResult } from '../result.ts';
import { dhcpRogue } from './dhcp-rogue.ts';
import { play } from './scripted-network.fixture.ts';

const AGREED = '192.0.2.1';

function network(lastBytes: readonly number[], mayLeaveResidue = false): Promise<CheckResult> {
  return play(dhcpRogue, {
    settings: { dhcp: { interface: 'eth0', servers: [AGREED] }, mayLeaveResidue },
    broadcast: (message): BroadcastAnswers => ({
      answers: lastBytes.map((last) => ({
        bytes: dhcpAnswer(message, message[242] === 8 ? 5 : 2, 0xc000_0200 + last),
        address: `192.0.2.${last}`,
      })),
      whyNot: null,
    }),
  });
}

describe('dhcp.rogue', () => {
  it('is exposed where a server answers that nobody agreed to, even beside the right one', async () => {
    const result = await network([1, 66]);
    expect(result).toMatchObject({
      verdict: 'exposed',
      facts: { rogue: ['192.0.2.66'], servers: [AGREED, '192.0.2.66'] },
    });
    expect(result.summary).toContain('2a:2a:2a:2a:2a:2a');
  });

  it('is not where only agreed servers answer, or nobody', async () => {
    expect(await network([1])).toMatchObject({ verdict: 'not-exposed', confidence: 'firm', rounds: 1 });
    expect(await network([])).toMatchObject({ verdict: 'not-exposed', confidence: 'tentative' });
  });

  it('asks with DISCOVER only where residue is allowed', async () => {
    expect(await network([], true)).toMatchObject({ verdict: 'not-exposed', confidence: 'firm', rounds: 2 });
  });

  it('is inconclusive where it could not ask, and says what would help', async () => {
    expect((await play(dhcpRogue, {})).summary).toContain('dhcp: { interface');
    const whyNot = 'port 68 needs root';
    const settings = { dhcp: { interface: 'eth0', servers: [] } };
    const result = await play(dhcpRogue, { settings, broadcast: () => ({ answers: [], whyNot }) });
    expect(result).toMatchObject({ verdict: 'inconclusive' });
    expect(result.summary).toContain(whyNot);
  });

  it('takes no notice of what answers others, and of garbage', async () => {
    const settings = { dhcp: { interface: 'eth0', servers: [] } };
    const other = dhcpAnswer(new Uint8Array(300), 5, 0xc000_0242);
    const answers = [other, new Uint8Array(240), Uint8Array.of(2)].map((bytes) => ({ bytes, address: '192.0.2.66' }));
    const result = await play(dhcpRogue, { settings, broadcast: () => ({ answers, whyNot: null }) });
    expect(result.verdict).toBe('not-exposed');
  });
});
