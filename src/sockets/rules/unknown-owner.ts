import { findingOn, type ListenerRule } from './rule.ts';

/** A listener that no visible process holds although every process was readable. */
export const unknownOwner: ListenerRule = {
  id: 'sockets.unknown-owner',
  judge(listener, snapshot) {
    const { processes, readBy } = snapshot.completeness;
    // Commands leave owners out for reasons of their own, so that there one is missing says little.
    if (listener.ownership !== 'not-known' || processes === null || readBy !== undefined) return null;
    return findingOn(this, listener, snapshot, {
      severity: 'low',
      confidence: 'low',
      title: `nobody visible holds ${listener.port}/${listener.transport}`,
      meaning:
        'Every process was readable and none has this socket. The kernel itself may hold it (NFS, WireGuard, a tunnel), or a process of another PID namespace; something that hides would look the same.',
      advice: [`Look for kernel services first: lsmod; then ask the packet filter who uses ${listener.port}.`],
      references: [],
    });
  },
};
