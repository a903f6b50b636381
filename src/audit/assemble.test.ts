import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';
import type { ProbedPort, ProbeTarget } from './probing/plan.ts';
import { ownTargets } from './probing/own-targets.ts';
import type { LocalListener } from './result.ts';

const INTERFACES = {
  addresses: [
    { interface: 'lo', address: '127.0.0.1', family: 4 as const, isLoopback: true, isLinkLocal: false },
    { interface: 'eth0', address: '10.0.0.5', family: 4 as const, isLoopback: false, isLinkLocal: false },
    { interface: 'lo', address: '::1', family: 6 as const, isLoopback: true, isLinkLocal: false },
    { interface: 'eth0', address: 'fe80::5%eth0', family: 6 as const, isLoopback: false, isLinkLocal: true },
  ],
  own: [],
  ownNetworks: [],
};
const listener = (transport: 'tcp' | 'udp', port: number, ...addresses: string[]): LocalListener => ({
  transport,
  port,
  addresses,
  process: 'x',
  pid: 7,
  user: 'root',
  exposure: '',
});
const LISTENERS = [
  listener('tcp', 22, '0.0.0.0', '::'),
  listener('tcp', 5432, '127.0.0.1'),
  listener('udp', 68, '0.0.0.0'),
];

describe('what this machine is asked', () => {
  const targets = ownTargets({
    host: 'here',
    interfaces: INTERFACES,
    listeners: LISTENERS,
    tcp: [80],
    udp: new Set([53]),
  });
  const at = (address: string): ProbeTarget | undefined => targets.find((target) => target.address === address);

  it('are its listeners at their own addresses, and the usual ports at the address others use', () => {
    expect(at('10.0.0.5')).toMatchObject({ tcp: [80, 22], told: ['22/tcp', '68/udp'] });
    expect(at('::1')).toMatchObject({ tcp: [80, 22] });
    expect(at('127.0.0.1')).toMatchObject({ tcp: [5432], told: ['5432/tcp'], vantage: 'same-address' });
  });

  it('is nothing over UDP that it could not understand', () => expect(at('10.0.0.5')?.udp).toEqual([]));
});

describe('what was found', () => {
  const probed = (port: number, state: ProbedPort['state'], address = '10.0.0.5'): ProbedPort => ({
    host: 'here',
    address,
    transport: 'tcp',
    port,
    state,
    because: '',
    service: null,
    checks: [],
  });
  const targets = ownTargets({ host: 'here', interfaces: INTERFACES, listeners: LISTENERS, tcp: [], udp: new Set() });

  it('is told by host and port, with who listens; and what was not asked is listed', () => {
    const { hosts, disagreements } = assemble(
      targets,
      [probed(8080, 'open'), probed(22, 'no-answer'), probed(5432, 'open', '127.0.0.1')],
      { hosts: ['here'], listeners: LISTENERS, isTold: () => true },
      (port) => (port === 22 ? 'ssh' : null),
    );
    expect(hosts[0]?.ports.map(({ port, transport, state }) => `${port}/${transport} ${state}`)).toEqual([
      '22/tcp no-answer',
      '68/udp open',
      '5432/tcp open',
      '8080/tcp open',
    ]);
    expect(hosts[0]?.ports[0]).toMatchObject({ name: 'ssh', listener: { process: 'x' } });
    expect(disagreements.map(({ port, agreement }) => `${port.port} ${agreement}`).sort()).toEqual([
      '22 unreachable',
      '8080 unlisted',
    ]);
  });

  it('keeps what answered a broadcast, as a network of its own without an address', () => {
    const dhcp: ProbedPort = { ...probed(67, 'open', '10.0.0.5'), host: 'the network of eth0', transport: 'udp' };
    const { hosts, disagreements } = assemble(
      targets,
      [dhcp],
      { hosts: [], listeners: [], isTold: () => true },
      () => null,
    );
    expect(hosts.map(({ name, addresses }) => [name, addresses.length > 0])).toEqual([
      ['here', true],
      ['the network of eth0', false],
    ]);
    expect(hosts[1]?.ports).toMatchObject([{ port: 67, transport: 'udp', state: 'open' }]);
    expect(disagreements).toEqual([]);
  });
});
