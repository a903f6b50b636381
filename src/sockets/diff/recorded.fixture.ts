import { Overlay, type LocalNote } from '../../knowledge/overlay.ts';
import { snapshotOf, type Machine } from '../machine.fixture.ts';
import { knowledgeOf } from '../small-knowledge.fixture.ts';
import { SocketView } from '../socket-row.ts';
import { recordCompleteness, recordListeners } from './record.ts';
import type { Recorded, RecordedListener } from './recorded.ts';
import { findDifferences, type Differences } from './differences.ts';

export const BEFORE = '2026-11-21T17:04:00.000Z';
export const AFTER = '2026-11-22T12:00:00.000Z';

const KNOWLEDGE = knowledgeOf([]);

/** What is kept of a machine. */
export function recordedOf(machine: Machine, generatedAt = BEFORE, host = 'db-3'): Recorded {
  const snapshot = snapshotOf({ settings: { 'ipv4/ip_local_port_range': '32768 60999' }, ...machine });
  return {
    generatedAt,
    host,
    completeness: recordCompleteness(snapshot),
    listeners: recordListeners(new SocketView(snapshot, KNOWLEDGE)),
  };
}

type Notes = Readonly<Record<string, LocalNote>>;

export function differencesOf(before: Recorded, after: Recorded, ports: Notes = {}): Differences {
  const overlay = new Overlay([{ path: 'portolan.yaml', ports, services: [] }]);
  return findDifferences(before, after, ({ port, transport }) => overlay.noteOn(port, transport));
}

/** The differences between two machines, each in one line: `medium sockets.new-listener 80/tcp nginx`. */
export function linesOf(before: Machine, after: Machine, ports: Notes = {}): string[] {
  const { findings } = differencesOf(recordedOf(before), recordedOf(after, AFTER), ports);
  return findings.map(({ severity, id, subject }) => `${severity} ${id} ${subject}`);
}

/** A listener as a file may hold it, with what a test says of it. */
export function listenerOf(fields: Partial<RecordedListener> = {}): RecordedListener {
  return {
    transport: 'tcp',
    port: 80,
    addresses: ['0.0.0.0'],
    exposure: 'wildcard',
    owner: 'not-permitted',
    processes: [],
    uid: 0,
    user: 'root',
    service: null,
    probablyClient: false,
    finding: null,
    ...fields,
  };
}
