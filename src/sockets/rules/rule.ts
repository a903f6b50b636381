import type { Finding } from '../../findings/finding.ts';
import { NO_UID } from '../socket-table.ts';
import { stateWord } from '../state.ts';
import { formatLocalAddress } from '../exposure.ts';
import { subjectOf, type Listener } from '../listener.ts';
import type { Snapshot } from '../snapshot.ts';

/** A judgement on one listener. Pure: same snapshot, same finding. */
export interface ListenerRule {
  readonly id: string;
  judge(listener: Listener, snapshot: Snapshot): Finding | null;
}

/** A judgement on the snapshot as a whole. */
export interface SnapshotRule {
  readonly id: string;
  judge(snapshot: Snapshot): Finding[];
}

type Verdict = Pick<Finding, 'severity' | 'confidence' | 'title' | 'meaning' | 'advice'> &
  Partial<Pick<Finding, 'references' | 'evidence'>>;

/** Fills in what every finding on a listener has in common; the evidence is its socket rows. */
export function findingOn(
  rule: { readonly id: string },
  listener: Listener,
  snapshot: Snapshot,
  verdict: Verdict,
): Finding {
  const time = snapshot.takenAt.toISOString();
  return {
    id: rule.id,
    subject: subjectOf(listener),
    first: time,
    last: time,
    count: listener.rows.length,
    evidence: [...listener.rows.map((row) => describeRow(snapshot, row)), ...(verdict.evidence ?? [])],
    references: verdict.references ?? [],
    severity: verdict.severity,
    confidence: verdict.confidence,
    title: verdict.title,
    meaning: verdict.meaning,
    advice: verdict.advice,
  };
}

/** A socket row as evidence: `tcp LISTEN 0.0.0.0:6379 uid 110 inode 28112`. */
function describeRow(snapshot: Snapshot, row: number): string {
  const { table } = snapshot;
  const address = formatLocalAddress(table, row);
  const host = address.includes(':') ? `[${address}]` : address;
  const uid = table.uid(row) === NO_UID ? '' : ` uid ${table.uid(row)}`;
  const inode = snapshot.completeness.readBy === undefined ? ` inode ${table.inode(row)}` : '';
  return `${table.transport(row)} ${stateWord(table.state(row))} ${host}:${table.localPort(row)}${uid}${inode}`;
}

export function processNames(listener: Listener): string {
  return [...new Set(listener.processes.map((process) => process.name))].join(', ');
}
