import { describe, expect, it } from 'vitest';
import { netbiosAnswer } from '../protocols/netbios-answer.fixture.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { netbiosNames } from './netbios-names.ts';
import { play } from './scripted-network.fixture.ts';

describe('netbios.names', () => {
  it('is exposed where names are told', async () => {
    const answer = netbiosAnswer(0x2a2a, [
      ['FILES', 0, 0x0400],
      ['FILES', 0x20, 0x0400],
      ['OFFICE', 0, 0x8400],
    ]);
    const result = await play(netbiosNames, { datagrams: () => answer });
    expect(result).toMatchObject({
      verdict: 'exposed',
      facts: { names: ['FILES<00>', 'FILES<20>', 'OFFICE<00> group'] },
    });
    expect(result.summary).toContain('FILES in OFFICE');
  });

  it('takes no answer to another question', async () => {
    expect((await play(netbiosNames, { datagrams: () => netbiosAnswer(1, []) })).verdict).toBe('not-applicable');
  });

  it('holds against other services and garbage', () => expectSteadfast(netbiosNames));
});
