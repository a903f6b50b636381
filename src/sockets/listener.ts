import type { Dossier } from '../knowledge/dossier.ts';
import type { LocalKnowledge } from '../knowledge/overlay.ts';
import { compareReach, explainExposure, exposureOf, formatLocalAddress, type Exposure } from './exposure.ts';
import { dualStackOf, type DualStack, type ListeningPorts } from './listening-ports.ts';
import type { ProcessInfo } from './process-info.ts';
import type { Service, ServiceNamer } from './service.ts';
import { ownershipOf, ownersOf, type Ownership, type Snapshot } from './snapshot.ts';

/**
 * One thing that waits for others on a port: the sockets of one port and transport held by the same processes. A
 * server usually has two (IPv4 and IPv6), one worker per core may have its own (SO_REUSEPORT).
 */
export interface Listener {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly rows: readonly number[];
  readonly addresses: readonly string[];
  /** The farthest reaching of its sockets'. */
  readonly exposure: Exposure;
  readonly exposureReason: string;
  readonly dualStack: DualStack;
  readonly ownership: Ownership;
  /** By pid; empty unless `ownership` is `visible`. */
  readonly processes: readonly ProcessInfo[];
  /** The kernel knows the socket's user even where it hides the process. */
  readonly uid: number;
  readonly service: Service | null;
  readonly dossier: Dossier | null;
  /** What the user says of the port. */
  readonly note: LocalKnowledge | null;
  /** Inside this host's own range for outgoing connections. */
  readonly ephemeral: boolean;
}

/** Groups the listening sockets of a snapshot, by port. */
export function groupListeners(snapshot: Snapshot, listening: ListeningPorts, namer: ServiceNamer): Listener[] {
  const { table } = snapshot;
  const groups = new Map<number | string, number[]>();
  for (let row = 0; row < table.length; row++) {
    if (!table.isListening(row)) continue;
    const key = groupOf(snapshot, row);
    const rows = groups.get(key);
    if (rows === undefined) groups.set(key, [row]);
    else rows.push(row);
  }
  return [...groups.values()]
    .map((rows) => buildListener(snapshot, listening, namer, rows))
    .sort((a, b) => a.port - b.port || (a.transport < b.transport ? -1 : 1));
}

/** Linux has no pid of 2^22 or more (PID_MAX_LIMIT in include/linux/threads.h). */
const PIDS = 2 ** 22;
const PORTS = 0x10000;

/** The port and its holders; a number where one process holds it, as nearly every socket is held. */
function groupOf(snapshot: Snapshot, row: number): number | string {
  const { table } = snapshot;
  const place = table.localPort(row) + (table.transport(row) === 'tcp' ? 0 : PORTS);
  const pid = snapshot.owners?.onlyPid(row) ?? null;
  return pid === null || pid >= PIDS ? `${place} ${describeHolders(snapshot, row)}` : place * PIDS + pid;
}

/** What tells the holders of two sockets apart: their pids, or the user where they are not known. */
function describeHolders(snapshot: Snapshot, row: number): string {
  let pids = '';
  for (const { pid } of ownersOf(snapshot, row)) pids += `${pid},`;
  return pids === '' ? `uid ${snapshot.table.uid(row)}` : pids;
}

function buildListener(
  snapshot: Snapshot,
  listening: ListeningPorts,
  namer: ServiceNamer,
  rows: readonly number[],
): Listener {
  const { table } = snapshot;
  const first = rows[0] ?? 0;
  const transport = table.transport(first);
  const port = table.localPort(first);
  const name = namer.nameOf(transport, port);
  const binding = bindingOf(snapshot, listening, rows);
  return {
    transport,
    port,
    rows,
    addresses: binding.addresses,
    exposure: binding.exposure,
    exposureReason: binding.exposureReason,
    dualStack: binding.dualStack,
    ownership: ownershipOf(snapshot, first),
    processes: holdersOf(snapshot, first),
    uid: table.uid(first),
    service: name === null ? null : { name: name.name, source: name.source, port, transport, side: 'local' },
    dossier: namer.dossierOf(transport, port),
    note: namer.noteOn(transport, port),
    ephemeral: isEphemeral(snapshot, port),
  };
}

type Binding = Pick<Listener, 'addresses' | 'exposure' | 'exposureReason' | 'dualStack'>;

function bindingOf({ table, host, namespace }: Snapshot, listening: ListeningPorts, rows: readonly number[]): Binding {
  const addresses: string[] = [];
  let exposure: Exposure = 'peer';
  let farthest = '';
  let dualStack: DualStack = null;
  for (const row of rows) {
    const address = formatLocalAddress(table, row);
    if (!addresses.includes(address)) addresses.push(address);
    const reach = exposureOf(table, row, namespace !== null);
    if (compareReach(reach, exposure) > 0) {
      exposure = reach;
      farthest = address;
    }
    dualStack ??= dualStackOf(table, row, listening, host);
  }
  return { addresses, exposure, exposureReason: explainExposure(exposure, farthest), dualStack };
}

function holdersOf(snapshot: Snapshot, row: number): ProcessInfo[] {
  const holders: ProcessInfo[] = [];
  for (const { pid } of ownersOf(snapshot, row)) {
    const process = snapshot.process(pid);
    if (process !== null) holders.push(process);
  }
  return holders;
}

/** Inside net.ipv4.ip_local_port_range and not reserved out of it. */
export function isEphemeral({ host }: Snapshot, port: number): boolean {
  const { ephemeral, reserved } = host;
  if (ephemeral === null || port < ephemeral.from || port > ephemeral.to) return false;
  return !reserved.some((range) => range.from <= port && port <= range.to);
}

/**
 * How the holder fits the service its port is known for: `usual` a program the dossier names, `another` one it does
 * not, `unseen` no process to compare, `undescribed` a dossier (or none) that names no programs.
 */
export type ProcessMatch = 'usual' | 'unseen' | 'undescribed' | 'another';

export function matchProcess({
  dossier,
  note,
  processes,
}: Pick<Listener, 'dossier' | 'note' | 'processes'>): ProcessMatch {
  // What the user expects is usual here, whatever the rest of the world does.
  const usual = [...(note?.process ?? []), ...(dossier?.uses.flatMap((use) => use.processes ?? []) ?? [])];
  if (usual.length === 0) return 'undescribed';
  if (processes.length === 0) return 'unseen';
  const known = usual.some((name) => processes.some((process) => kernelName(process.name) === kernelName(name)));
  return known ? 'usual' : 'another';
}

const UTF8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** A name as the kernel has it for a process: the first 15 bytes (TASK_COMM_LEN), which may end within a letter. */
export function kernelName(name: string): string {
  return UTF8.decoder.decode(UTF8.encoder.encode(name).subarray(0, 15));
}

/**
 * A UDP socket without a peer on a port from the ephemeral range: most often a client waiting for an answer, unless
 * the port is known for a service (51820, WireGuard) and nothing says that another program holds it.
 */
export function isProbablyClient(listener: Listener): boolean {
  if (listener.transport !== 'udp' || !listener.ephemeral) return false;
  return listener.dossier === null || matchProcess(listener) === 'another';
}

/** One line that names the listener: `6379/tcp redis-server`. */
export function subjectOf(listener: Listener): string {
  const names = [...new Set(listener.processes.map((process) => process.name))].join(', ');
  return names === '' ? `${listener.port}/${listener.transport}` : `${listener.port}/${listener.transport} ${names}`;
}
