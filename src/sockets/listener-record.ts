import type { Finding } from '../findings/finding.ts';
import type { LocalKnowledge } from '../knowledge/overlay.ts';
import type { Exposure } from './exposure.ts';
import type { Listener } from './listener.ts';
import type { DualStack } from './listening-ports.ts';
import type { Ownership } from './snapshot.ts';
import type { RowProcess, SocketView } from './socket-row.ts';

/** A listener as the opening screen has it. */
export interface ListenerRecord {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  /** What the port is known for; null when for nothing. */
  readonly service: string | null;
  readonly note: LocalKnowledge | null;
  readonly exposure: Exposure;
  readonly exposureReason: string;
  readonly dualStack: DualStack;
  readonly addresses: readonly string[];
  readonly owner: Ownership;
  readonly processes: readonly Pick<RowProcess, 'pid' | 'name' | 'user' | 'command' | 'unit' | 'container'>[];
  readonly ephemeral: boolean;
  readonly findings: readonly Finding[];
}

/** All listeners of a snapshot, each with its findings. */
export function listenerRecords(view: SocketView): ListenerRecord[] {
  return view.listeners.map((listener) => toRecord(view, listener));
}

function toRecord(view: SocketView, listener: Listener): ListenerRecord {
  return {
    port: listener.port,
    transport: listener.transport,
    service: listener.service?.name ?? null,
    note: listener.note,
    exposure: listener.exposure,
    exposureReason: listener.exposureReason,
    dualStack: listener.dualStack,
    addresses: listener.addresses,
    owner: listener.ownership,
    processes: listener.processes.map(({ pid, name, uid, command, unit, container }) => ({
      pid,
      name,
      user: uid === null ? null : view.userOf(uid),
      command,
      unit,
      container,
    })),
    ephemeral: listener.ephemeral,
    findings: view.findingsOn(listener),
  };
}
