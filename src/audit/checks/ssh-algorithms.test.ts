import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALGORITHM_RULES } from '../protocols/ssh-algorithms.ts';
import { parseOffer } from '../protocols/ssh.ts';
import { play } from './scripted-network.fixture.ts';
import { sshAlgorithms } from './ssh-algorithms.ts';

interface Lists {
  readonly kex: string;
  readonly hostKey?: string;
  readonly cipher?: string;
  readonly mac?: string;
}

function payload({ kex, hostKey = 'ssh-ed25519', cipher = 'aes256-ctr', mac = 'hmac-sha2-256' }: Lists): Buffer {
  const lists = [kex, hostKey, cipher, cipher, mac, mac, 'none', 'none', '', ''].flatMap((names) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(names.length);
    return [length, Buffer.from(names)];
  });
  return Buffer.concat([Buffer.of(20), Buffer.alloc(16, 7), ...lists, Buffer.alloc(5)]);
}

/** A packet as RFC 4253 section 6 has it. */
function packet(body: Buffer): Buffer {
  const padding = 4 + ((8 - ((body.length + 9) % 8)) % 8);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length + padding + 1);
  head.writeUInt8(padding, 4);
  return Buffer.concat([head, body, Buffer.alloc(padding)]);
}

const server = (lists: Lists, banner = 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7'): ReturnType<typeof play> =>
  play(sshAlgorithms, {
    connections: [{ hello: `${banner}\r\n`, answers: [[/^SSH-2\.0-Portolan\r\n$/, packet(payload(lists))]] }],
  });

describe('ssh.algorithms', () => {
  it('is exposed where something broken is offered, and tells the weak beside it', async () => {
    const result = await server({
      kex: 'curve25519-sha256,diffie-hellman-group1-sha1,kex-strict-s-v00@openssh.com',
      hostKey: 'rsa-sha2-512,ssh-rsa',
      cipher: 'aes128-cbc,3des-cbc',
      mac: 'hmac-md5',
    });
    expect(result).toMatchObject({
      verdict: 'exposed',
      confidence: 'confirmed',
      facts: {
        broken: ['diffie-hellman-group1-sha1'],
        weak: ['ssh-rsa', 'aes128-cbc', '3des-cbc', 'hmac-md5'],
        strictKeyExchange: true,
        terrapin: false,
      },
    });
  });

  it('is not where there are only weak ones, or none', async () => {
    const weak = await server({ kex: 'curve25519-sha256,diffie-hellman-group14-sha1', hostKey: 'ssh-rsa,ssh-ed25519' });
    expect(weak).toMatchObject({ verdict: 'not-exposed', facts: { weak: ['diffie-hellman-group14-sha1', 'ssh-rsa'] } });
    const modern = await server({
      kex: 'sntrup761x25519-sha512@openssh.com,curve25519-sha256,kex-strict-s-v00@openssh.com',
    });
    expect(modern).toMatchObject({ verdict: 'not-exposed', facts: { broken: [], weak: [] } });
  });

  it('tells what lacks strict key exchange and has what CVE-2023-48795 needs', async () => {
    const open = await server({ kex: 'curve25519-sha256', cipher: 'chacha20-poly1305@openssh.com' });
    expect(open.facts).toMatchObject({ terrapin: true });
    const without = await server({ kex: 'curve25519-sha256', cipher: 'aes256-gcm@openssh.com' });
    expect(without.facts).toMatchObject({ terrapin: false });
  });

  it('does not apply where only protocol 1 is spoken, and goes on with 1.99', async () => {
    expect((await server({ kex: 'x' }, 'SSH-1.5-1.2.27')).verdict).toBe('not-applicable');
    expect((await server({ kex: 'diffie-hellman-group1-sha1' }, 'SSH-1.99-Cisco-1.25')).verdict).toBe('exposed');
  });

  it('is inconclusive on packets that lie about their lengths', async () => {
    for (const bytes of [
      Buffer.of(0xff, 0xff, 0xff, 0xff, 4, 20),
      Buffer.of(0, 0, 0, 12, 200, 20),
      packet(Buffer.concat([Buffer.of(20), Buffer.alloc(16), Buffer.of(0xff, 0xff, 0xff, 0xff)])),
      packet(Buffer.of(21, 0)),
    ]) {
      const result = await play(sshAlgorithms, {
        connections: [{ hello: 'SSH-2.0-x\r\n', answers: [[/^SSH/, bytes]] }],
      });
      expect(result.verdict).toBe('inconclusive');
    }
  });
});

describe('an offer', () => {
  it('is parsed without failing whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        parseOffer(Uint8Array.from([20, ...bytes]));
      }),
    );
    expect(parseOffer(new Uint8Array(0))).toBe(null);
  });

  it('is judged by rules that each say why and by whom', () => {
    for (const { reason, source } of ALGORITHM_RULES) {
      expect(reason.length).toBeGreaterThan(2);
      expect(source).toMatch(/RFC \d+|CVE-|FIPS|OpenSSH|20\d\d/);
    }
  });
});
