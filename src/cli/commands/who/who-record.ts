import { ancestryOf } from '../../../sockets/ancestry.ts';
import { isEphemeral, type Listener } from '../../../sockets/listener.ts';
import { portUseOf, type LocalPort } from '../../../sockets/port-use.ts';
import type { ProcessInfo } from '../../../sockets/process-info.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { PortBinding, PortHolder, WhoRecord } from '../../documents.ts';

/** Everything that is known of who waits on a port. */
export function whoRecord(view: SocketView, wanted: LocalPort, folderOf: (pid: number) => string | null): WhoRecord {
  const { port, transport } = wanted;
  const { clients } = portUseOf(view.snapshot, wanted);
  const listeners = view.listeners.filter((one) => one.port === port && one.transport === transport);
  const holders = new Map(listeners.flatMap(({ processes }) => processes.map((one) => [one.pid, one] as const)));
  const [first] = listeners;
  return {
    port,
    transport,
    held: first !== undefined,
    service: first?.service?.name ?? null,
    title: first?.dossier?.title ?? null,
    note: first?.note ?? null,
    ephemeral: isEphemeral(view.snapshot, port),
    clients,
    bindings: listeners.map((listener) => toBinding(view, listener)),
    holders: [...holders.values()]
      .sort((a, b) => a.pid - b.pid)
      .map((process) => toHolder(view, process, holders, folderOf)),
  };
}

function toBinding(view: SocketView, listener: Listener): PortBinding {
  return {
    addresses: listener.addresses,
    exposure: listener.exposure,
    exposureReason: listener.exposureReason,
    dualStack: listener.dualStack,
    sockets: listener.rows.length,
    owner: listener.ownership,
    user: view.userOf(listener.uid),
    uid: listener.uid,
    pids: listener.processes.map(({ pid }) => pid),
  };
}

function toHolder(
  view: SocketView,
  process: ProcessInfo,
  holders: ReadonlyMap<number, ProcessInfo>,
  folderOf: (pid: number) => string | null,
): PortHolder {
  const { pid, name, uid, command, executable, executableDeleted, unit, container, parent } = process;
  const ancestry = ancestryOf(process, (other) => view.snapshot.process(other));
  return {
    pid,
    name,
    user: uid === null ? null : view.userOf(uid),
    command,
    executable,
    executableDeleted,
    started: view.startOf(process)?.toISOString() ?? null,
    unit,
    container,
    folder: folderOf(pid),
    sharesWith: parent !== null && holders.has(parent) ? parent : null,
    ancestors: ancestry.ancestors.map((one) => ({
      pid: one.pid,
      name: one.name,
      command: one.command,
      unit: one.unit,
    })),
    startedBy: ancestry.unit,
  };
}
