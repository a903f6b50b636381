import type { IPv6Words } from '../../net/address.ts';
import type { Owner } from '../owner-index.ts';
import type { SocketKind } from '../socket-table.ts';
import { addressKey } from './endpoint.ts';

/** One socket as a command told of it. */
export interface SocketRecord {
  readonly kind: SocketKind;
  /** The number Linux has for it: see state.ts. */
  readonly state: number;
  readonly local: IPv6Words;
  readonly localPort: number;
  readonly remote: IPv6Words;
  readonly remotePort: number;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** Null where the command does not say. */
  readonly uid: number | null;
  /** Each process once. */
  readonly owners: readonly Owner[];
}

export function kindOf(transport: 'tcp' | 'udp', family: 4 | 6): SocketKind {
  if (transport === 'tcp') return family === 4 ? 0 : 1;
  return family === 4 ? 2 : 3;
}

/** Text that is the same for sockets with the same ends. */
export function endsKey({ kind, local, localPort, remote, remotePort }: SocketRecord): string {
  const family = (kind & 1) === 0 ? 4 : 6;
  const transport = kind < 2 ? 'tcp' : 'udp';
  return `${transport} ${addressKey(local, family)} ${localPort} ${addressKey(remote, family)} ${remotePort}`;
}

/** Owners of both lists, each process once and with the descriptor that is known. */
export function joinOwners(a: readonly Owner[], b: readonly Owner[]): Owner[] {
  const joined = new Map<number, Owner>();
  for (const owner of [...a, ...b]) {
    const known = joined.get(owner.pid);
    if (known === undefined || isBetterDescriptor(owner.fd, known.fd)) joined.set(owner.pid, owner);
  }
  return [...joined.values()].toSorted((one, other) => one.pid - other.pid);
}

function isBetterDescriptor(fd: number, known: number): boolean {
  return fd >= 0 && (known < 0 || fd < known);
}
