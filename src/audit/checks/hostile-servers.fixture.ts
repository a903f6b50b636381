import fc from 'fast-check';
import { expect } from 'vitest';
import type { Check } from '../check.ts';
import { play, type Scene } from './scripted-network.fixture.ts';

const WEB = 'HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\nContent-Type: text/html\r\n\r\n';

/**
 * Plays servers that are something else, or mean harm. Nothing of it may throw or be called exposed, and what is another
 * service must be told apart.
 */
export async function expectSteadfast(check: Check, scene: Scene = {}): Promise<void> {
  const { transport, budget } = check.description;
  if (transport === 'tcp') {
    for (const script of [{ answers: [[/./s, WEB] as const] }, { hello: 'SSH-2.0-OpenSSH_9.2p1\r\n' }]) {
      const web = await play(check, { ...scene, connections: [script] });
      expect(web).toMatchObject({ verdict: 'not-applicable' });
    }
    for (const connections of [undefined, [{}], [{ hello: null }], [{ answers: [[/./s, null] as const] }]]) {
      const result = await play(check, connections === undefined ? scene : { ...scene, connections });
      expect(result.verdict).toBe('inconclusive');
    }
  } else {
    for (const datagrams of [(): null => null, (): 'refused' => 'refused']) {
      const result = await play(check, { ...scene, datagrams });
      expect(['inconclusive', 'not-applicable', 'not-exposed']).toContain(result.verdict);
    }
  }
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const result = await play(check, {
        ...scene,
        connections: [{ answers: [[/./s, bytes]] }],
        datagrams: () => bytes,
      });
      expect(result.verdict).not.toBe('exposed');
      expect(result.bytesOut).toBeLessThanOrEqual(budget.maxBytesOut);
      expect(result.rounds).toBeLessThanOrEqual(budget.maxRounds);
    }),
    { numRuns: 60 },
  );
}
