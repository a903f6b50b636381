import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';
import { tftpRead } from './tftp-read.ts';

const NOT_FOUND = '\0\x05\0\x01File not found\0';

function server(answer: (file: string) => string): Promise<CheckResult> {
  return play(tftpRead, {
    datagrams: (sent) => Buffer.from(answer(Buffer.from(sent).toString('latin1', 2).split('\0')[0] ?? ''), 'latin1'),
  });
}

describe('tftp.read', () => {
  it('is exposed where the size of a file is told, and ends the transfer', async () => {
    const result = await server((file) => (file === '/etc/passwd' ? '\0\x06tsize\x002599\0' : NOT_FOUND));
    expect(result).toMatchObject({ verdict: 'exposed', facts: { file: '/etc/passwd', bytes: 2599 } });
    expect(result.transcript.some(({ direction, text }) => direction === '>' && text.includes('\\x05'))).toBe(true);
  });

  it('is exposed where content comes at once, and keeps none of it', async () => {
    const result = await server(() => '\0\x03\0\x01root:x:0:0');
    expect(result.verdict).toBe('exposed');
    expect(JSON.stringify(result)).not.toContain('root:x');
  });

  it('is exposed, though less, where the server is not shut up in a folder', async () => {
    const result = await server((file) =>
      file.startsWith('/') ? '\0\x05\0\x02Forbidden directory\0' : '\0\x05\0\x02Only absolute filenames allowed\0',
    );
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'firm' });
  });

  it('is not where files of the system are refused', async () => {
    const result = await server(() => NOT_FOUND);
    expect(result).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    expect(result.summary).toContain('error 1 File not found');
  });

  it('holds against other services and garbage', () => expectSteadfast(tftpRead));
});
