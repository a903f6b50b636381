import type { LocalListener } from '../../../audit/result.ts';
import { readInterfaces, type Interfaces } from '../../../audit/network/own-addresses.ts';
import { SocketView } from '../../../sockets/socket-row.ts';
import type { Listener } from '../../../sockets/listener.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Context } from '../../context.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import { describeGaps } from '../../../sockets/gaps.ts';

/** This machine as the audit needs to know it, before a packet is sent. */
export interface LocalMachine {
  readonly interfaces: Interfaces;
  readonly listeners: readonly LocalListener[];
  /** What of it could not be seen, in sentences. */
  readonly gaps: readonly string[];
}

/** Asks the kernel what listens here, and who holds it. */
export async function readLocalMachine(knowledge: Knowledge, context: Context): Promise<LocalMachine> {
  const snapshot = await takeBestSnapshot(context, {
    tcp: true,
    udp: true,
    ipv4: true,
    ipv6: true,
    listeningOnly: true,
    owners: true,
  });
  const view = new SocketView(snapshot, knowledge);
  return {
    interfaces: readInterfaces(),
    listeners: view.listeners.map((listener) => localListenerOf(listener, view)),
    gaps: describeGaps(snapshot),
  };
}

function localListenerOf(listener: Listener, { snapshot }: SocketView): LocalListener {
  const [process] = listener.processes;
  const takesIPv4 = listener.dualStack === 'yes' || listener.dualStack === 'likely';
  return {
    transport: listener.transport,
    port: listener.port,
    // An IPv6 wildcard that takes IPv4 too is both.
    addresses: takesIPv4 ? ['0.0.0.0', ...listener.addresses] : listener.addresses,
    process: process?.name ?? null,
    pid: process?.pid ?? null,
    user: snapshot.host.users.get(listener.uid) ?? null,
    exposure: listener.exposureReason,
  };
}
