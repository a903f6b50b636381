import { describe, expect, it } from 'vitest';
import { Meter } from '../conversation/budget.ts';
import { Transcript } from '../conversation/transcript.ts';
import { ownScope } from '../scope/scope.ts';
import { broadcastDhcp } from './dhcp-sockets.ts';
import { Guard, ScopeRefusal } from './guard.ts';

const now = (): number => performance.now();

function ask(name: string, permitted: string): { sent: () => number; answers: ReturnType<typeof broadcastDhcp> } {
  const meter = new Meter({ maxMs: 100, maxRounds: 1, maxBytesIn: 0, maxBytesOut: 300 }, now);
  const guard = new Guard({ ...ownScope([], []), broadcastInterface: permitted }, () => new Date());
  const transcript = new Transcript(now);
  const answers = broadcastDhcp(name, () => new Uint8Array(300), 10, { guard, meter, transcript });
  return { sent: () => meter.bytesOut, answers };
}

describe('broadcastDhcp', () => {
  it('sends nothing on an interface that the policy does not name, and says which line to add', async () => {
    const { sent, answers } = ask('lo', 'portolan-none');
    const refusal = await answers.catch((error: unknown) => (error instanceof ScopeRefusal ? error.refusal : null));
    expect(refusal).toMatchObject({ remedy: 'dhcp: { interface: lo, servers: [] }' });
    expect(sent()).toBe(0);
  });

  it('says so where the interface is not there', async () => {
    const { sent, answers } = ask('portolan-none', 'portolan-none');
    expect((await answers).whyNot).toContain('portolan-none');
    expect(sent()).toBe(0);
  });
});
