import type { Finding } from '../../findings/finding.ts';
import { ownersOf, type Snapshot } from '../snapshot.ts';
import { CLOSE_WAIT } from '../state.ts';
import type { SnapshotRule } from './rule.ts';

/** Sockets in CLOSE-WAIT from which on a program forgets to close: a healthy one leaves the state in milliseconds. */
const PILE = 100;

/** The peer has hung up and the program has not noticed: it leaks sockets until it has no descriptor left. */
export const closeWaitPile: SnapshotRule = {
  id: 'sockets.close-wait-pile',
  judge(snapshot) {
    const piles = new Map<number, number>();
    const { table } = snapshot;
    for (let row = 0; row < table.length; row++) {
      if (table.stateCode(row) !== CLOSE_WAIT || table.transport(row) !== 'tcp') continue;
      for (const { pid } of ownersOf(snapshot, row)) piles.set(pid, (piles.get(pid) ?? 0) + 1);
    }
    return [...piles].filter(([, count]) => count >= PILE).map(([pid, count]) => describePile(snapshot, pid, count));
  },
};

function describePile(snapshot: Snapshot, pid: number, count: number): Finding {
  const time = snapshot.takenAt.toISOString();
  const name = snapshot.processName(pid) ?? 'a process';
  return {
    id: closeWaitPile.id,
    severity: 'low',
    confidence: 'high',
    title: `${name} (pid ${pid}) has ${count} connections that their peers closed and it did not`,
    meaning:
      'CLOSE-WAIT ends when the program closes its side. A pile means that it forgot, and it will run out of descriptors.',
    advice: [
      `portolan sockets -tanp, and look at the rows of pid ${pid}; a restart clears them, a fix in the program keeps them away.`,
    ],
    subject: `${name} (pid ${pid})`,
    first: time,
    last: time,
    count,
    evidence: [`${count} sockets in CLOSE-WAIT`],
    references: ['rfc9293'],
  };
}
