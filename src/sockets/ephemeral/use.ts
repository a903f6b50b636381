import { isIPv4Mapped, type IPv6Words } from '../../net/address.ts';
import { MAX_PORT } from '../../net/port.ts';
import { formatLocalAddress, formatRemoteAddress } from '../exposure.ts';
import { ListeningPorts } from '../listening-ports.ts';
import type { SocketTable } from '../socket-table.ts';
import { TIME_WAIT } from '../state.ts';
import type { PortPool } from './pool.ts';
import type { EphemeralSettings } from './settings.ts';

/** How full one way of getting a port is. */
export interface PoolUse {
  /** Ports of the pool in use, TIME-WAIT included. */
  readonly used: number;
  /** Those of them that only a connection in TIME-WAIT holds. */
  readonly timeWait: number;
  /** Those that cannot be had now or in a second, of all that are usable: 0 to 1. */
  readonly share: number;
}

/** What goes from one address of this host to one port elsewhere: connect() runs out for each of these by itself. */
export interface DestinationUse extends PoolUse {
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  /** Ports in TIME-WAIT that a new connection may take over after a second (net.ipv4.tcp_tw_reuse). */
  readonly reusable: number;
  /** Ports that connect() can still take. */
  readonly left: number;
}

export interface EphemeralUse {
  /** Ports of the pool that somebody listens on: connect() never takes them, whatever the destination. */
  readonly blocked: number;
  /** The fullest first. */
  readonly destinations: readonly DestinationUse[];
  /** bind(0) and listen(0) on all addresses: a port with any TCP socket is taken. */
  readonly bind: PoolUse;
  /** UDP, whose sockets share no port however far their peers are apart. */
  readonly udp: PoolUse;
}

const HELD = 1;
const IN_TIME_WAIT = 2;

/**
 * Counts as the kernel looks for a port. connect() shares one between destinations and only refuses a 4-tuple that
 * exists (__inet_check_established), but skips every port that a bind() made its own (__inet_hash_connect:
 * fastreuse >= 0), listeners among them. bind(0) wants a port without any conflicting socket (inet_csk_find_open_port).
 */
export function measureUse(table: SocketTable, pool: PortPool, settings: EphemeralSettings): EphemeralUse {
  const listening = new ListeningPorts(table);
  const tcp = new Uint8Array(MAX_PORT + 1);
  const udp = new Uint8Array(MAX_PORT + 1);
  const tallies = new Map<string, Tally>();
  for (let row = 0; row < table.length; row++) {
    const port = table.localPort(row);
    if (!pool.has(port)) continue;
    const waits = table.stateCode(row) === TIME_WAIT;
    if (table.transport(row) === 'udp') {
      udp[port] = HELD;
      continue;
    }
    tcp[port] = (tcp[port] ?? 0) | (waits ? IN_TIME_WAIT : HELD);
    // On a port that somebody listens on connections came in; the port is lost to connect() by the listener already.
    if (listening.has('tcp', port)) continue;
    const key = keyOf(table, row);
    const tally = tallies.get(key) ?? { row, used: 0, timeWait: 0 };
    tally.used++;
    if (waits) tally.timeWait++;
    tallies.set(key, tally);
  }
  let blocked = 0;
  for (let port = pool.range.from; port <= pool.range.to; port++) {
    if (pool.has(port) && listening.has('tcp', port)) blocked++;
  }
  const destinations = [...tallies.values()].map((tally) => describeDestination(table, tally, blocked, pool, settings));
  return {
    blocked,
    destinations: destinations.sort((a, b) => b.share - a.share || b.used - a.used || compareText(a, b)),
    bind: countPorts(tcp, pool),
    udp: countPorts(udp, pool),
  };
}

interface Tally {
  /** A row of the group, for its addresses. */
  readonly row: number;
  used: number;
  timeWait: number;
}

/** Source, destination and its port; an IPv4 connection of an IPv6 socket is the IPv4 connection that it is. */
function keyOf(table: SocketTable, row: number): string {
  const port = table.remotePort(row);
  if (table.family(row) === 4) return `${table.localIPv4(row)} ${table.remoteIPv4(row)} ${port}`;
  const [local, remote] = [table.local(row), table.remote(row)];
  if (isIPv4Mapped(remote)) return `${local[3]} ${remote[3]} ${port}`;
  return `${local.join('.')} ${remote.join('.')} ${port}`;
}

function describeDestination(
  table: SocketTable,
  { row, used, timeWait }: Tally,
  blocked: number,
  pool: PortPool,
  settings: EphemeralSettings,
): DestinationUse {
  const isReusable = mayReuse(settings, isLoopback(table, row));
  const reusable = isReusable ? timeWait : 0;
  const taken = used - reusable + blocked;
  return {
    source: formatLocalAddress(table, row),
    destination: formatRemoteAddress(table, row),
    port: table.remotePort(row),
    used,
    timeWait,
    reusable,
    left: Math.max(0, pool.usable - taken),
    share: shareOf(taken, pool),
  };
}

/** tcp_twsk_unique in net/ipv4/tcp_ipv4.c. */
function mayReuse({ reuseTimeWait, timestamps }: EphemeralSettings, loopback: boolean): boolean {
  if (timestamps === 0) return false;
  return reuseTimeWait === 1 || (reuseTimeWait === 2 && loopback);
}

function isLoopback(table: SocketTable, row: number): boolean {
  const family = table.family(row);
  return [table.local(row), table.remote(row)].some((words) => isLoopbackAddress(family, words));
}

function isLoopbackAddress(family: 4 | 6, words: IPv6Words): boolean {
  if (family === 4 || isIPv4Mapped(words)) return words[3] >>> 24 === 127;
  return words[0] === 0 && words[1] === 0 && words[2] === 0 && words[3] === 1;
}

function countPorts(marks: Uint8Array, pool: PortPool): PoolUse {
  let used = 0;
  let timeWait = 0;
  for (let port = pool.range.from; port <= pool.range.to; port++) {
    if (marks[port] !== 0) used++;
    if (marks[port] === IN_TIME_WAIT) timeWait++;
  }
  return { used, timeWait, share: shareOf(used, pool) };
}

/** A pool of nothing is full. */
function shareOf(taken: number, { usable }: PortPool): number {
  return usable === 0 ? 1 : Math.min(1, taken / usable);
}

function compareText(a: DestinationUse, b: DestinationUse): number {
  const [one, other] = [a, b].map(({ source, destination, port }) => `${destination} ${port} ${source}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}
