import { describe, expect, it } from 'vitest';
import { checkBackend } from './backend-check.ts';

describe('the backend', () => {
  const proc = (because: 'asked' | 'recorded' | 'absent' | 'broken' | 'refused') =>
    checkBackend({ backend: 'proc', because, message: 'so it is' });

  it('is /proc for a reason, which is said', () => {
    expect(proc('asked')).toMatchObject({ state: 'ok', found: '/proc, because so it is', advice: null });
    expect(proc('recorded').state).toBe('ok');
  });

  it('misses an optional package, and says how to install it', () => {
    expect(proc('absent')).toMatchObject({
      state: 'missing',
      advice: expect.stringContaining('npm install') as string,
    });
  });

  it('is limited where the package is there and does not work', () => {
    expect([proc('broken').state, proc('refused').state]).toEqual(['limited', 'limited']);
  });

  it('is netlink where it works', () => {
    const open = (): never => {
      throw new Error('not to be opened');
    };
    expect(checkBackend({ backend: 'netlink', path: '/x/raw.js', open })).toMatchObject({ state: 'ok' });
  });
});
