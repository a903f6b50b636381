import { portClass } from '../../knowledge/registry-entry.ts';
import { formatPortRange } from '../../net/port.ts';
import type { HostFacts } from '../host-facts.ts';
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
        snapshot.completeness.readBy === undefined
          ? `If the port is meant to stay, move the service below ${range.from}, or reserve the port${besideOthers(snapshot.host)}, as root: ${reserveCommand(listener.port)}`
          : `If the port is meant to stay, move the service below ${range.from}.`, // the setting is Linux's
      ],
      references: ['rfc6335', 'rfc6056'],
    });
  },
};

function besideOthers({ reserved }: HostFacts): string {
  return reserved.length === 0 ? '' : ` beside ${reserved.map(formatPortRange).join(',')}`;
}

/**
 * Writing the setting replaces it as a whole (proc_do_large_bitmap in kernel/sysctl.c), and each listener has a line of
 * its own to run: so the line adds to what it finds. A leading comma is refused.
 */
function reserveCommand(port: number): string {
  const setting = 'net.ipv4.ip_local_reserved_ports';
  return `r=$(sysctl -n ${setting}); sysctl -w ${setting}="\${r:+$r,}${port}"`;
}
