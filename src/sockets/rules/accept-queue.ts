import type { Finding } from '../../findings/finding.ts';
import type { Listener } from '../listener.ts';
import type { Snapshot } from '../snapshot.ts';
import { findingOn, type ListenerRule } from './rule.ts';

/** Waiting connections from which on a server is not keeping up, whatever its limit is (/proc does not show it). */
const MANY_WAITING = 64;

/** Connections pile up before a listening socket: the program does not accept them. */
export const acceptQueue: ListenerRule = {
  id: 'sockets.accept-queue',
  judge(listener, snapshot) {
    if (listener.transport !== 'tcp') return null;
    const waiting = Math.max(...listener.rows.map((row) => snapshot.table.receiveQueue(row)));
    const overfull = listener.rows.find((row) => isFull(snapshot, row));
    if (overfull !== undefined) return judgeFull(listener, snapshot, overfull);
    if (waiting < MANY_WAITING) return null;
    const limit = snapshot.host.maxAcceptQueue;
    const isKnown = listener.rows.every((row) => limitOf(snapshot, row) !== null);
    return findingOn(this, listener, snapshot, {
      severity: !isKnown && limit !== null && waiting >= limit ? 'high' : 'medium',
      confidence: 'high',
      title: `${waiting} connections wait to be accepted`,
      meaning: `The program is stuck or too slow; when its queue is full${limit === null ? '' : ` (at most ${limit} here, net.core.somaxconn)`} the kernel drops new connections without a word.`,
      advice: ['Look whether the process hangs (its CPU time, its threads) before raising any limit.'],
      references: [],
    });
  },
};

/** One more than the limit fits (sk_acceptq_is_full in include/net/sock.h); then SYNs are dropped. */
function isFull(snapshot: Snapshot, row: number): boolean {
  const limit = limitOf(snapshot, row);
  return limit !== null && snapshot.table.receiveQueue(row) > limit;
}

function limitOf({ table }: Snapshot, row: number): number | null {
  return table.details?.backlogLimit(row) ?? null;
}

function judgeFull(listener: Listener, snapshot: Snapshot, row: number): Finding {
  const waiting = snapshot.table.receiveQueue(row);
  return findingOn(acceptQueue, listener, snapshot, {
    severity: 'high',
    confidence: 'high',
    title: `accept queue full: ${waiting} wait, and the limit is ${limitOf(snapshot, row)}`,
    meaning:
      'The program is stuck, too slow, or asked for too short a queue; the kernel drops new connections without a word.',
    advice: [
      'Look whether the process hangs (its CPU time, its threads) before raising any limit.',
      'The limit is the smaller of what the program gave to listen() and net.core.somaxconn.',
    ],
    references: [],
  });
}
