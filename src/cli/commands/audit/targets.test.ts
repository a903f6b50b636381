import { expect, it } from 'vitest';
import { parseIp, parsePrefix } from '../../../net/prefix.ts';
import type { LocalListener } from '../../../audit/result.ts';
import { ownScope } from '../../../audit/scope/scope.ts';
import { chooseTargets, type TargetRequest } from './targets.ts';

const own = ['10.20.0.5'].flatMap((text) => parseIp(text) ?? []);
const ownNetworks = ['10.20.0.5/24'].flatMap((text) => parsePrefix(text) ?? []);
const listener = (port: number, transport: 'tcp' | 'udp', ...addresses: string[]): LocalListener => ({
  transport,
  port,
  addresses,
  process: null,
  pid: null,
  user: null,
  exposure: '',
});

function request(listeners: LocalListener[], changed: Partial<TargetRequest> = {}): TargetRequest {
  const face = { interface: 'eth0', address: '10.20.0.5', family: 4 as const, isLoopback: false, isLinkLocal: false };
  return {
    hosts: [],
    ownName: 'here',
    machine: { interfaces: { addresses: [face], own, ownNetworks }, listeners, gaps: [] },
    scope: ownScope(own, ownNetworks),
    now: new Date('2026-11-22'),
    asked: null,
    included: [],
    excluded: [],
    usualTcp: [22],
    questions: new Set([137]),
    checks: [],
    only: null,
    ...changed,
  };
}

it('asks no broadcast address, and none that is not here, though something listens there', () => {
  // nmbd binds 137/udp to the address and to the broadcast address of each network.
  const listeners = [listener(137, 'udp', '10.20.0.5', '10.20.0.255'), listener(80, 'tcp', '192.0.2.9')];
  const { targets, refusals } = chooseTargets(request(listeners));
  expect(targets.map(({ address, tcp, udp }) => [address, tcp, udp])).toEqual([['10.20.0.5', [22], [137]]]);
  expect(refusals).toEqual([]);
});

it('asks an address once for a host that is named twice', () => {
  const hosts = ['10.20.0.5', '10.20.0.5'].map((name) => ({ name, addresses: [name], policy: null }));
  expect(chooseTargets(request([], { hosts })).targets.map(({ address }) => address)).toEqual(['10.20.0.5']);
});
