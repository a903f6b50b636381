import { tcp, type LabServer } from './lab-server.ts';

const BASE = `HostKey /srv/host_key
PidFile none
UsePAM no
UseDNS no
`;

const WEAK = `KexAlgorithms +diffie-hellman-group1-sha1
Ciphers +aes128-cbc,3des-cbc
MACs +hmac-md5
HostKeyAlgorithms +ssh-rsa
`;

const MODERN = `KexAlgorithms sntrup761x25519-sha512@openssh.com,curve25519-sha256
Ciphers chacha20-poly1305@openssh.com,aes256-gcm@openssh.com
MACs hmac-sha2-512-etm@openssh.com
HostKeyAlgorithms rsa-sha2-512
`;

function openssh(name: string, about: string, rest: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['openssh-server'],
    services: [tcp(22, 'ssh', 'OpenSSH', 'openssh-server')],
    users: [{ name: 'sshd', uid: 907, home: '/run/sshd' }],
    files: [{ path: '/etc/lab-sshd.conf', content: BASE + rest }],
    prepare: `mkdir -m 755 /run/sshd\nssh-keygen -q -t rsa -b 2048 -N '' -f /srv/host_key`,
    start: '/usr/sbin/sshd -D -e -f /etc/lab-sshd.conf',
    small: true,
    expect,
  };
}

export const SSH: readonly LabServer[] = [
  openssh('openssh-v', 'offers group 1, CBC ciphers, HMAC-MD5 and ssh-rsa', WEAK, {
    'ssh.algorithms': 'exposed',
    'ssh.protocol1': 'not-exposed',
  }),
  openssh('openssh-h', 'offers nothing that is known to be weak', MODERN, {
    'ssh.algorithms': 'not-exposed',
    'ssh.protocol1': 'not-exposed',
  }),
  {
    name: 'dropbear',
    about: 'another SSH server, as its package leaves it',
    packages: ['dropbear-bin'],
    services: [tcp(22, 'ssh', 'Dropbear', 'dropbear-bin')],
    prepare: 'dropbearkey -t ed25519 -f /srv/host_key > /dev/null',
    start: 'dropbear -F -E -r /srv/host_key -p 22 -P /run/dropbear.pid',
    expect: { 'ssh.protocol1': 'not-exposed' },
  },
];
