import { worstFinding } from '../../findings/finding.ts';
import { compareReach } from '../exposure.ts';
import { isProbablyClient, type Listener } from '../listener.ts';
import type { ProcessInfo } from '../process-info.ts';
import { ownershipOf, type Snapshot } from '../snapshot.ts';
import type { SocketView } from '../socket-row.ts';
import {
  holderKey,
  portOf,
  sortedSet,
  type RecordedCompleteness,
  type RecordedListener,
  type RecordedProcess,
} from './recorded.ts';

/** What listens, as it is kept: workers that share a port by SO_REUSEPORT are one listener, however many there are. */
export function recordListeners(view: SocketView): RecordedListener[] {
  const merged = new Map<string, RecordedListener>();
  for (const listener of view.listeners) {
    const recorded = recordListener(view, listener);
    const key = `${portOf(recorded)} ${recorded.uid} ${holderKey(recorded)}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? recorded : merge(known, recorded));
  }
  return [...merged.values()];
}

function recordListener(view: SocketView, listener: Listener): RecordedListener {
  const worst = worstFinding(view.findingsOn(listener));
  return {
    transport: listener.transport,
    port: listener.port,
    addresses: sortedSet(listener.addresses),
    exposure: listener.exposure,
    owner: listener.ownership,
    processes: listener.processes.map((process) => recordProcess(view, process)),
    uid: listener.uid,
    user: view.userOf(listener.uid),
    service: listener.service?.name ?? null,
    probablyClient: isProbablyClient(listener),
    finding: worst === null ? null : { id: worst.id, severity: worst.severity, title: worst.title },
  };
}

function recordProcess(view: SocketView, process: ProcessInfo): RecordedProcess {
  return {
    pid: process.pid,
    name: process.name,
    executable: process.executable,
    uid: process.uid,
    user: process.uid === null ? null : view.userOf(process.uid),
    unit: process.unit,
    // By name: an id is another one after every start.
    container: process.container === null ? null : (process.container.name ?? process.container.runtime),
    started: view.startOf(process)?.toISOString() ?? null,
  };
}

function merge(a: RecordedListener, b: RecordedListener): RecordedListener {
  const farther = compareReach(a.exposure, b.exposure) >= 0 ? a : b;
  const pids = new Map([...a.processes, ...b.processes].map((process) => [process.pid, process]));
  return {
    ...farther,
    addresses: sortedSet([...a.addresses, ...b.addresses]),
    processes: [...pids.values()].sort((one, other) => one.pid - other.pid),
    finding: farther.finding ?? a.finding ?? b.finding,
  };
}

/** Failures that hide nothing: the kernel was built without the family, or it is switched off. */
const HARMLESS = 'missing';

export function recordCompleteness(snapshot: Snapshot): RecordedCompleteness {
  const { tables, processes } = snapshot.completeness;
  const isRead = (transport: string): boolean =>
    tables
      .filter(({ name }) => name.startsWith(transport))
      .every(({ failure, skipped }) => skipped === 0 && (failure === null || failure.reason === HARMLESS));
  return {
    tcp: isRead('tcp'),
    udp: isRead('udp'),
    owners: processes !== null && (processes.denied === 0 || !hidesListeners(snapshot)),
  };
}

function hidesListeners(snapshot: Snapshot): boolean {
  const { table } = snapshot;
  for (let row = 0; row < table.length; row++) {
    if (table.isListening(row) && ownershipOf(snapshot, row) === 'not-permitted') return true;
  }
  return false;
}
