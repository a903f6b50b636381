import { portClass } from '../../knowledge/registry-entry.ts';
import { findingOn, type ListenerRule } from './rule.ts';

/** A TCP service on a port that this kernel also hands to outgoing connections. */
export const ephemeralListener: ListenerRule = {
  id: 'sockets.ephemeral-listener',
  judge(listener, snapshot) {
    const range = snapshot.host.ephemeral;
    if (listener.transport !== 'tcp' || !listener.ephemeral || range === null) return null;
    return findingOn(this, listener, snapshot, {
      severity: 'info',
      confidence: 'high',
      title: `${listener.port} lies in this host's ephemeral range, ${range.from}-${range.to}`,
      meaning: `By IANA it is a ${portClass(listener.port)} port; here an outgoing connection may hold it when the service next starts, which then fails with "address already in use".`,
      advice: [
        `If the port is meant to stay: sysctl net.ipv4.ip_local_reserved_ports=${listener.port}, or move the service below ${range.from}.`,
      ],
      references: ['rfc6335', 'rfc6056'],
    });
  },
};
