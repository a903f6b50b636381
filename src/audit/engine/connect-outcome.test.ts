import { describe, expect, it } from 'vitest';
import { judgeConnect } from './connect-outcome.ts';

describe('the end of a connection attempt', () => {
  it('is the state of the port, with what it rests on', () => {
    expect(judgeConnect(null)).toEqual({ kind: 'state', state: 'open', because: 'connected' });
    expect(judgeConnect('ECONNREFUSED')).toEqual({ kind: 'state', state: 'closed', because: 'refused' });
  });

  it('is open where the server reset after its handshake', () => {
    expect(judgeConnect('ECONNRESET')).toMatchObject({ state: 'open' });
  });

  it('is filtered where somebody said so, and says by which error', () => {
    for (const code of ['EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM']) {
      const outcome = judgeConnect(code);
      expect(outcome).toMatchObject({ kind: 'state', state: 'filtered' });
      expect(outcome.kind === 'state' && outcome.because).toContain(code);
    }
  });

  it('says nothing of the port where this machine was short of something, or cannot connect at all', () => {
    for (const code of ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL']) {
      expect(judgeConnect(code).kind).toBe('shortage');
    }
    expect(judgeConnect('EAFNOSUPPORT').kind).toBe('impossible');
    expect(judgeConnect('constructor').kind).toBe('impossible');
  });
});
