import { tcp, udp, type LabServer } from './lab-server.ts';

function redis(name: string, about: string, args: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['redis-server'],
    // The version is told to those who are let in.
    services: [tcp(6379, 'redis', 'Redis', expect['redis.open'] === 'exposed' ? 'redis-server' : null)],
    start: `redis-server --bind '*' '-::*' --save '' --dir /srv ${args}`,
    small: true,
    expect,
  };
}

function memcached(
  name: string,
  about: string,
  args: string,
  services: LabServer['services'],
  expect: LabServer['expect'],
): LabServer {
  return {
    name,
    about,
    packages: ['memcached'],
    services,
    files: [{ path: '/etc/lab-memcached.users', content: 'lab:labpass' }],
    start: `memcached -u nobody -m 16 -t 1 -p 11211 ${args}`,
    small: true,
    expect,
  };
}

export const KEY_VALUE_STORES = [
  redis('redis-v', 'takes commands from anybody', '--protected-mode no', { 'redis.open': 'exposed' }),
  redis('redis-h', 'asks for a password', '--requirepass labpass', { 'redis.open': 'not-exposed' }),
  memcached(
    'memcached-v',
    'takes commands from anybody, and answers UDP with 90 times what it was sent',
    '-U 11211',
    [tcp(11211, 'memcached', 'memcached', 'memcached'), udp(11211, 'memcached', 'memcached', 'memcached')],
    { 'memcached.open': 'exposed', 'memcached.udp': 'exposed' },
  ),
  memcached(
    'memcached-h',
    'asks for a password, TCP only',
    '-Y /etc/lab-memcached.users',
    [tcp(11211, 'memcached', 'memcached')],
    { 'memcached.open': 'not-exposed' },
  ),
];
