import type { ConnectionSum } from './connections.ts';
import type { Recorded, RecordedCompleteness } from './recorded.ts';

/** How many connections there were, and with how many addresses. */
export type ConnectionCount = Pick<ConnectionSum, 'connections' | 'peers'>;

/** Connections of one program with one service that were not there, are no longer, or are many times as many. */
export interface ConnectionChange extends Omit<ConnectionSum, 'connections' | 'peers'> {
  readonly change: 'new' | 'grown' | 'gone';
  /** Null where there were none. */
  readonly before: ConnectionCount | null;
  /** Null where there are none. */
  readonly after: ConnectionCount | null;
}

/** One side of a comparison, as far as connections go. */
export type ConnectedSide = Pick<Recorded, 'host' | 'completeness'> & {
  readonly connections: readonly ConnectionSum[] | null;
};

/** Fewer than that, and less than so many times as many, is how a day goes. */
const LEAST_GROWN = 20;
const GROWTH = 10;

/**
 * What became of the connections, by program and port. Null where they cannot be compared: a side was saved without
 * them, or it is another machine's.
 */
export function compareConnections(before: ConnectedSide, after: ConnectedSide): ConnectionChange[] | null {
  if (before.connections === null || after.connections === null || before.host !== after.host) return null;
  const then = { completeness: before.completeness, services: byService(before.connections) };
  const now = { completeness: after.completeness, services: byService(after.connections) };
  return [
    ...onlyIn(now, then).map((sum) => changeOf('new', sum, { before: null, after: sum })),
    ...grownSince(then, now),
    ...onlyIn(then, now).map((sum) => changeOf('gone', sum, { before: sum, after: null })),
  ].sort(inOrder);
}

/** The sums of one transport, direction and port, by process. */
type Sums = ReadonlyMap<string | null, ConnectionSum>;
type Services = ReadonlyMap<string, Sums>;

interface Look {
  readonly completeness: RecordedCompleteness;
  readonly services: Services;
}

function byService(sums: readonly ConnectionSum[]): Services {
  const services = new Map<string, Map<string | null, ConnectionSum>>();
  for (const sum of sums) {
    if (isPassing(sum)) continue;
    const key = `${sum.transport} ${sum.direction} ${sum.port}`;
    const known = services.get(key);
    if (known === undefined) services.set(key, new Map([[sum.process, sum]]));
    else known.set(sum.process, sum);
  }
  return services;
}

/** A question and its answer over UDP: DNS (RFC 1035) and NTP (RFC 5905). */
const QUESTIONS = [53, 123];
/** Where Linux begins to take client ports from (ip_local_port_range). */
const FIRST_CLIENT_PORT = 32_768;

/**
 * What is there at one look and not at the next, and says nothing. A high port that is known for nothing is more often a
 * client's own, whose server here no longer listens, or that of a peer to peer network, than a service.
 */
function isPassing({ transport, direction, port, service }: ConnectionSum): boolean {
  if (direction === 'in') return false;
  return (transport === 'udp' && QUESTIONS.includes(port)) || (port >= FIRST_CLIENT_PORT && service === null);
}

/** What one look shows and the other does not, as far as the other could have shown it. */
function onlyIn(look: Look, other: Look): ConnectionSum[] {
  const found: ConnectionSum[] = [];
  for (const [key, sums] of look.services) {
    const others = other.services.get(key);
    // Where nobody is visible, whoever is missing may be among them.
    if (others?.has(null) === true) continue;
    const named = [...sums.values()].filter(({ process }) => process !== null);
    // Where every owner is visible, what nobody holds is the rest of a connection that was closed.
    const unnamed = others === undefined && !look.completeness.owners ? sums.get(null) : undefined;
    const candidates = named.length === 0 && unnamed !== undefined ? [unnamed] : named;
    found.push(
      ...candidates.filter(({ process, transport }) => other.completeness[transport] && others?.has(process) !== true),
    );
  }
  return found;
}

function grownSince(then: Look, now: Look): ConnectionChange[] {
  const grown: ConnectionChange[] = [];
  for (const [key, sums] of now.services) {
    for (const [process, after] of sums) {
      const before = then.services.get(key)?.get(process);
      if (before === undefined || !then.completeness[after.transport]) continue;
      if (after.connections >= LEAST_GROWN && after.connections >= GROWTH * before.connections) {
        grown.push(changeOf('grown', after, { before, after }));
      }
    }
  }
  return grown;
}

function changeOf(
  change: ConnectionChange['change'],
  { transport, direction, process, port, service }: ConnectionSum,
  { before, after }: { readonly before: ConnectionSum | null; readonly after: ConnectionSum | null },
): ConnectionChange {
  return { change, transport, direction, process, port, service, before: countOf(before), after: countOf(after) };
}

function countOf(sum: ConnectionSum | null): ConnectionCount | null {
  return sum === null ? null : { connections: sum.connections, peers: sum.peers };
}

const CHANGES: readonly ConnectionChange['change'][] = ['new', 'grown', 'gone'];

/** New first; then by program, direction and port, so that the same two snapshots give the same list. */
function inOrder(a: ConnectionChange, b: ConnectionChange): number {
  const byChange = CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change);
  if (byChange !== 0) return byChange;
  const [one, other] = [orderKey(a), orderKey(b)];
  if (one !== other) return one < other ? -1 : 1;
  return a.port - b.port;
}

/** Those of nobody visible last. */
function orderKey({ process, direction, transport }: ConnectionChange): string {
  return `${process ?? '\uffff'} ${direction} ${transport}`;
}
