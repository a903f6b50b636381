import type { Finding } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { NO_OVERLAY, isMuted, type LocalKnowledge, type Overlay } from '../knowledge/overlay.ts';
import { portClass, type PortClass } from '../knowledge/registry-entry.ts';
import { explainExposure, exposureOf, formatLocalAddress, formatRemoteAddress, type Exposure } from './exposure.ts';
import { groupListeners, isEphemeral, type Listener } from './listener.ts';
import { directionOf, dualStackOf, ListeningPorts, type Direction, type DualStack } from './listening-ports.ts';
import type { Container, ProcessInfo } from './process-info.ts';
import { judgeListener, judgeSnapshot } from './rules/judge.ts';
import { ServiceNamer, serviceNameOf, serviceOf, type Service, type ServiceName } from './service.ts';
import { PortSharing } from './port-sharing.ts';
import { inodeOf, ownershipOf, ownersOf, type NetworkNamespace, type Ownership, type Snapshot } from './snapshot.ts';
import { unownedReason, type UnownedReason } from './unowned.ts';
import type { SocketDetails } from './socket-details.ts';
import type { SocketState } from './state.ts';

/** A process as the outputs show it. */
export interface RowProcess {
  readonly pid: number;
  readonly name: string;
  readonly user: string | null;
  readonly command: string | null;
  readonly executable: string | null;
  readonly executableDeleted: boolean;
  /** ISO time. */
  readonly started: string | null;
  readonly unit: string | null;
  readonly container: Container | null;
  /** NO_DESCRIPTOR where the system tells only the process. */
  readonly fd: number;
}

/** One socket with everything known of it: the row of `--json`. */
export interface SocketRow {
  readonly transport: 'tcp' | 'udp';
  readonly family: 'ipv4' | 'ipv6';
  readonly local: { readonly address: string; readonly port: number };
  /** The unspecified address and port 0 where there is no peer. */
  readonly remote: { readonly address: string; readonly port: number };
  readonly state: SocketState;
  readonly direction: Direction;
  /** Bytes; for a listening TCP socket `receive` counts connections that wait to be accepted. */
  readonly queues: { readonly receive: number; readonly send: number };
  /** NO_UID where the system does not say. */
  readonly uid: number;
  /** Login name of the uid; null when this machine has none for it. */
  readonly user: string | null;
  /** Null where the kernel has none. */
  readonly inode: number | null;
  readonly owner: Ownership;
  /** Why nobody holds it; null where somebody does, or may. */
  readonly unowned: UnownedReason | null;
  /** The first of `processes`; null unless `owner` is `visible`. */
  readonly process: RowProcess | null;
  readonly processes: readonly RowProcess[];
  readonly class: PortClass;
  readonly ephemeral: boolean;
  readonly exposure: Exposure;
  readonly exposureReason: string;
  readonly dualStack: DualStack;
  /** Sockets that listen on exactly this address and port (SO_REUSEPORT); null for one that does not listen. */
  readonly sharing: number | null;
  /** Null for the namespace Portolan runs in. */
  readonly namespace: NetworkNamespace | null;
  readonly service: Service | null;
  /** What the user says of the port; null when nothing. */
  readonly note: LocalKnowledge | null;
  readonly findings: readonly Finding[];
  /** What only netlink tells; null where the rows were read from /proc. */
  readonly details: SocketDetails | null;
}

/** Ticks a second of the times in /proc: USER_HZ, 100 on every platform Node runs on. */
const TICKS_PER_SECOND = 100;

/** Everything that judging one row needs, prepared once for a snapshot. */
export class SocketView {
  readonly snapshot: Snapshot;
  readonly listeners: readonly Listener[];
  /** Findings on the snapshot as a whole. */
  readonly snapshotFindings: readonly Finding[];
  /** Findings that the user's notes silence. */
  readonly muted: number;
  readonly #listening: ListeningPorts;
  readonly #namer: ServiceNamer;
  #sharing: PortSharing | null = null;
  readonly #findings = new Map<number, readonly Finding[]>();

  constructor(snapshot: Snapshot, knowledge: Knowledge, overlay: Overlay = NO_OVERLAY) {
    this.snapshot = snapshot;
    this.#listening = new ListeningPorts(snapshot.table);
    this.#namer = new ServiceNamer(knowledge, overlay);
    this.listeners = groupListeners(snapshot, this.#listening, this.#namer);
    this.snapshotFindings = judgeSnapshot(snapshot);
    const today = snapshot.takenAt.toISOString().slice(0, 'YYYY-MM-DD'.length);
    let muted = 0;
    for (const listener of this.listeners) {
      const judged = judgeListener(listener, snapshot);
      const findings = judged.filter(({ id }) => !isMuted(listener.note, id, today));
      muted += judged.length - findings.length;
      if (findings.length > 0) for (const row of listener.rows) this.#findings.set(row, findings);
    }
    this.muted = muted;
  }

  findingsOf(row: number): readonly Finding[] {
    return this.#findings.get(row) ?? [];
  }

  findingsOn(listener: Listener): readonly Finding[] {
    return this.findingsOf(listener.rows[0] ?? -1);
  }

  serviceOf(row: number): Service | null {
    const { table } = this.snapshot;
    return serviceOf(table, row, directionOf(table, row, this.#listening), this.#namer);
  }

  serviceNameOf(row: number): ServiceName | null {
    const { table } = this.snapshot;
    return serviceNameOf(table, row, directionOf(table, row, this.#listening), this.#namer);
  }

  dualStackOf(row: number): DualStack {
    return dualStackOf(this.snapshot.table, row, this.#listening, this.snapshot.host);
  }

  userOf(uid: number): string | null {
    return this.snapshot.host.users.get(uid) ?? null;
  }

  /** When a process started; null when the machine does not say. */
  startOf(process: ProcessInfo): Date | null {
    const { bootTime } = this.snapshot.host;
    if (bootTime === null || process.startTicks === null) return null;
    return new Date((bootTime + process.startTicks / TICKS_PER_SECOND) * 1000);
  }

  rowAt(row: number): SocketRow {
    const { snapshot } = this;
    const { table } = snapshot;
    const port = table.localPort(row);
    const address = formatLocalAddress(table, row);
    const exposure = exposureOf(table, row, snapshot.namespace !== null);
    const processes = ownersOf(snapshot, row)
      .map(({ pid, fd }) => this.#processRow(pid, fd))
      .filter((process) => process !== null);
    return {
      transport: table.transport(row),
      family: table.family(row) === 4 ? 'ipv4' : 'ipv6',
      local: { address, port },
      remote: { address: formatRemoteAddress(table, row), port: table.remotePort(row) },
      state: table.state(row),
      direction: directionOf(table, row, this.#listening),
      queues: { receive: table.receiveQueue(row), send: table.sendQueue(row) },
      uid: table.uid(row),
      user: this.userOf(table.uid(row)),
      inode: inodeOf(snapshot, row),
      owner: ownershipOf(snapshot, row),
      unowned: unownedReason(table, row),
      process: processes[0] ?? null,
      processes,
      class: portClass(port),
      ephemeral: isEphemeral(snapshot, port),
      exposure,
      exposureReason: explainExposure(exposure, address),
      dualStack: this.dualStackOf(row),
      sharing: (this.#sharing ??= new PortSharing(table)).socketsOn(row),
      namespace: snapshot.namespace,
      service: this.serviceOf(row),
      note: this.#namer.noteOn(table.transport(row), port),
      findings: this.findingsOf(row),
      details: table.details?.at(row) ?? null,
    };
  }

  #processRow(pid: number, fd: number): RowProcess | null {
    const process = this.snapshot.process(pid);
    if (process === null) return null;
    return {
      pid,
      name: process.name,
      user: process.uid === null ? null : this.userOf(process.uid),
      command: process.command,
      executable: process.executable,
      executableDeleted: process.executableDeleted,
      started: this.startOf(process)?.toISOString() ?? null,
      unit: process.unit,
      container: process.container,
      fd,
    };
  }
}
