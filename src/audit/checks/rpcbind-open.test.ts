import { describe, expect, it } from 'vitest';
import { registrations, rpcReply } from '../protocols/rpc-answer.fixture.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { rpcbindOpen } from './rpcbind-open.ts';
import { play } from './scripted-network.fixture.ts';

describe('rpcbind.open', () => {
  it('is exposed where programs are listed', async () => {
    const result = await play(rpcbindOpen, {
      datagrams: (call) =>
        rpcReply(
          call,
          registrations([
            [100_000, 2, 17, 111],
            [100_003, 3, 6, 2049],
          ]),
        ),
    });
    expect(result).toMatchObject({ verdict: 'exposed', facts: { registrations: 2, factor: 1.7 } });
    expect(result.facts['programs']).toContain('100003 on 2049/tcp');
  });

  it('is not where the list is refused', async () => {
    const result = await play(rpcbindOpen, { datagrams: (call) => rpcReply(call, registrations([]), 5) });
    expect(result.verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(rpcbindOpen));
});
