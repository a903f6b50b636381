import { describe, expect, it } from 'vitest';
import { directionOf, dualStackOf, ListeningPorts, type DualStack } from './listening-ports.ts';
import { ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, UNCONNECTED, type Machine } from './machine.fixture.ts';
import { DetailColumns, noDetails } from './socket-details.ts';

/** Whether the first IPv6 socket of a machine takes IPv4 too. */
function dualStackIn(machine: Machine): DualStack {
  const { table, host } = snapshotOf(machine);
  const row = Array.from({ length: table.length }, (_, at) => at).find((at) => table.family(at) === 6) ?? 0;
  return dualStackOf(table, row, new ListeningPorts(table), host);
}

/** The same where netlink tells the option IPV6_V6ONLY. */
function certainlyIn(machine: Machine, v6only: boolean): DualStack {
  const { table, host } = snapshotOf(machine);
  const row = Array.from({ length: table.length }, (_, at) => at).find((at) => table.family(at) === 6) ?? 0;
  table.details = new DetailColumns(table.length);
  table.details.set(row, { ...noDetails(), v6only });
  return dualStackOf(table, row, new ListeningPorts(table), host);
}

const wildcard6 = [{ local: '[::]:80', state: LISTEN, inode: 1 }];

describe('whether an IPv6 wildcard socket takes IPv4 too', () => {
  it('is certain where netlink tells, whatever inference would say', () => {
    const twin = [{ local: '0.0.0.0:80', state: LISTEN, inode: 2 }];
    expect(certainlyIn({ tcp6: wildcard6 }, true)).toBe('no');
    expect(certainlyIn({ tcp: twin, tcp6: wildcard6, settings: { 'ipv6/bindv6only': '1' } }, false)).toBe('yes');
  });

  it('is likely when nothing speaks against it', () => {
    expect(dualStackIn({ tcp6: wildcard6 })).toBe('likely');
    expect(dualStackIn({ tcp6: wildcard6, settings: { 'ipv6/bindv6only': '0' } })).toBe('likely');
    expect(dualStackIn({ udp6: [{ local: '[::]:53', state: UNCONNECTED, inode: 1 }] })).toBe('likely');
  });

  it('is denied by an IPv4 socket that listens on the port beside it, on whatever address', () => {
    expect(dualStackIn({ tcp6: wildcard6, tcp: [{ local: '0.0.0.0:80', state: LISTEN, inode: 2 }] })).toBe('no');
    // The kernel refuses the second of the two (EADDRINUSE) unless the IPv6 one is IPV6_V6ONLY.
    expect(dualStackIn({ tcp6: wildcard6, tcp: [{ local: '127.0.0.1:80', state: LISTEN, inode: 2 }] })).toBe('no');
  });

  it('is not denied by sockets of another port, of the other transport, or of a connection', () => {
    expect(
      dualStackIn({
        tcp6: wildcard6,
        tcp: [
          { local: '0.0.0.0:81', state: LISTEN, inode: 2 },
          { local: '10.0.0.1:80', remote: '10.0.0.2:5000', state: ESTABLISHED, inode: 3 },
        ],
        udp: [{ local: '0.0.0.0:80', state: UNCONNECTED, inode: 4 }],
      }),
    ).toBe('likely');
  });

  it('is denied by the default of the host', () => {
    expect(dualStackIn({ tcp6: wildcard6, settings: { 'ipv6/bindv6only': '1' } })).toBe('no');
  });

  it('is no question for a socket that is bound to one address, is connected, or is IPv4', () => {
    expect(dualStackIn({ tcp6: [{ local: '[::1]:80', state: LISTEN, inode: 1 }] })).toBeNull();
    expect(dualStackIn({ tcp6: [{ local: '[::]:80', state: ESTABLISHED, inode: 1 }] })).toBeNull();
    expect(dualStackIn({ tcp: [{ local: '0.0.0.0:80', state: LISTEN, inode: 1 }] })).toBeNull();
  });
});

describe('the direction of a socket', () => {
  const { table } = snapshotOf({
    tcp: [
      { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
      { local: '10.0.0.5:22', remote: '10.0.0.9:50000', state: ESTABLISHED, inode: 2 },
      { local: '10.0.0.5:22', remote: '10.0.0.9:50001', state: TIME_WAIT },
      { local: '10.0.0.5:40000', remote: '10.0.0.9:22', state: ESTABLISHED, inode: 3 },
    ],
    // Connected to a port that only TCP listens on here: the transports do not speak for each other.
    udp: [{ local: '10.0.0.5:22', remote: '10.0.0.9:53', state: ESTABLISHED, inode: 4 }],
    // IPv6 connection to a port that an IPv4 socket listens on.
    tcp6: [{ local: '[::1]:22', remote: '[::1]:50000', state: ESTABLISHED, inode: 5 }],
  });
  const listening = new ListeningPorts(table);

  it('is to wait, to come in where somebody listens, or to go out', () => {
    const rows = Array.from({ length: table.length }, (_, row) => directionOf(table, row, listening));
    expect(rows).toEqual(['listen', 'in', 'in', 'out', 'in', 'out']);
  });

  it('comes from the ports that somebody listens on', () => {
    expect(listening.has('tcp', 22)).toBe(true);
    expect(listening.has('udp', 22)).toBe(false);
    expect(listening.has('tcp', 40_000)).toBe(false);
    expect(listening.hasIPv4('tcp', 22)).toBe(true);
  });

  it('is known at both ends of the port space', () => {
    const edges = snapshotOf({
      udp: [
        { local: '0.0.0.0:0', state: UNCONNECTED, inode: 1 },
        { local: '0.0.0.0:65535', state: UNCONNECTED, inode: 2 },
      ],
    });
    const ports = new ListeningPorts(edges.table);
    expect([ports.has('udp', 0), ports.has('udp', 65_535), ports.has('udp', 65_534)]).toEqual([true, true, false]);
  });
});
