import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';
import { tftpWrite } from './tftp-write.ts';

const settings = { mayLeaveResidue: true };
const server = (answer: string): Promise<CheckResult> =>
  play(tftpWrite, { settings, datagrams: () => Buffer.from(answer, 'latin1') });

describe('tftp.write', () => {
  it('sends nothing without leave to leave something behind', async () => {
    const result = await play(tftpWrite, { datagrams: () => Buffer.from('\0\x04\0\0', 'latin1') });
    expect(result).toMatchObject({ verdict: 'inconclusive', bytesOut: 0 });
    expect(result.summary).toContain('--allow-residue');
  });

  it('is exposed where the first block is asked for, names the file, and ends the transfer', async () => {
    const result = await server('\0\x04\0\0');
    expect(result).toMatchObject({ verdict: 'exposed', facts: { file: 'portolan-2a2a2a2a' } });
    expect(result.bytesOut).toBeGreaterThan(40);
  });

  it('is not where it is refused', async () => {
    expect((await server('\0\x05\0\x02no\0')).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(tftpWrite, { settings }));
});
