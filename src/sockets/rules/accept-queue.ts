import { findingOn, type ListenerRule } from './rule.ts';

/** Waiting connections from which on a server is not keeping up, whatever its limit is (/proc does not show it). */
const MANY_WAITING = 64;

/** Connections pile up before a listening socket: the program does not accept them. */
export const acceptQueue: ListenerRule = {
  id: 'sockets.accept-queue',
  judge(listener, snapshot) {
    if (listener.transport !== 'tcp') return null;
    const waiting = Math.max(...listener.rows.map((row) => snapshot.table.receiveQueue(row)));
    if (waiting < MANY_WAITING) return null;
    const limit = snapshot.host.maxAcceptQueue;
    return findingOn(this, listener, snapshot, {
      severity: limit !== null && waiting >= limit ? 'high' : 'medium',
      confidence: 'high',
      title: `${waiting} connections wait to be accepted`,
      meaning: `The program is stuck or too slow; when its queue is full${limit === null ? '' : ` (at most ${limit} here, net.core.somaxconn)`} the kernel drops new connections without a word.`,
      advice: ['Look whether the process hangs (its CPU time, its threads) before raising any limit.'],
      references: [],
    });
  },
};
