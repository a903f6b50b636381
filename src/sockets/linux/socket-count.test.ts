import { describe, expect, it } from 'vitest';
import type { ProcFs } from './proc-fs.ts';
import { readSocketCount } from './socket-count.ts';

function saying(text: string | null): ProcFs {
  return { read: () => text, stream: () => undefined, list: () => [], link: () => null };
}

describe('readSocketCount', () => {
  it('adds the sockets in TIME-WAIT, which the kernel counts apart', () => {
    const text = 'sockets: used 164\nTCP: inuse 9 orphan 0 tw 12 alloc 10 mem 1\nUDP: inuse 2 mem 0\n';
    expect(readSocketCount(saying(text))).toBe(176);
  });

  it.each([null, '', 'nothing of the kind'])('is 0 where the kernel says %j', (text) => {
    expect(readSocketCount(saying(text))).toBe(0);
  });

  it('believes no more than a million, whatever a recorded tree says', () => {
    expect(readSocketCount(saying('sockets: used 99999999999999\n'))).toBe(1_000_000);
  });
});
