import { describe, expect, it } from 'vitest';
import { play } from './scripted-network.fixture.ts';
import { sshProtocol1 } from './ssh-protocol1.ts';

const greet = (hello: string): ReturnType<typeof play> => play(sshProtocol1, { connections: [{ hello }] });

describe('ssh.protocol1', () => {
  it('is exposed where 1 is spoken, alone or beside 2', async () => {
    expect(await greet('SSH-1.99-Cisco-1.25\r\n')).toMatchObject({ verdict: 'exposed', confidence: 'firm' });
    expect(await greet('SSH-1.5-1.2.27\n')).toMatchObject({ verdict: 'exposed', confidence: 'confirmed' });
  });

  it('is not where only 2 is, after other lines too', async () => {
    expect(await greet('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n')).toMatchObject({
      verdict: 'not-exposed',
      facts: { protocol: '2.0', software: 'OpenSSH_9.2p1' },
    });
    expect((await greet('Authorized use only\r\nSSH-2.0-dropbear_2022.83\r\n')).verdict).toBe('not-exposed');
  });

  it('does not apply to other servers', async () => {
    expect((await greet('220 (vsFTPd 3.0.3)\r\n')).verdict).toBe('not-applicable');
  });
});
