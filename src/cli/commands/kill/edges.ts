import { isHeld, portUseOf, type LocalPort } from '../../../sockets/port-use.ts';
import type { KillEdges } from '../../../sockets/kill-run.ts';
import { readStartTicks } from '../../../sockets/linux/process.ts';
import type { ProcFs } from '../../../sockets/linux/proc-fs.ts';
import type { SnapshotRequest } from '../../../sockets/snapshot.ts';
import type { Context } from '../../context.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';

/** The system as `runKill` reaches it, looked at afresh each time. */
export function createKillEdges(wanted: LocalPort, fs: ProcFs, context: Context): KillEdges {
  const request: SnapshotRequest = {
    tcp: wanted.transport === 'tcp',
    udp: wanted.transport === 'udp',
    ipv4: true,
    ipv6: true,
    listeningOnly: true,
    owners: false,
  };
  return {
    startOf: (pid) => readStartTicks(fs, pid),
    send(pid, signal) {
      try {
        process.kill(pid, signal);
        return 'sent';
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : '';
        if (code === 'ESRCH') return 'gone';
        if (code === 'EPERM') return 'denied';
        throw error;
      }
    },
    isHeld: () => isHeld(takeSnapshot(context, request), wanted),
    holders() {
      const { pids } = portUseOf(takeSnapshot(context, { ...request, owners: true }), wanted);
      return pids.map((pid) => ({ pid, startTicks: readStartTicks(fs, pid) }));
    },
    now: () => performance.now(),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
      }),
  };
}
