import type { TrafficReport } from '../traffic/report/traffic-report.ts';
import type { AuditRecord } from './joined-report.ts';

/** What joining the lenses cannot tell, a sentence each. */
export function limitsOf(traffic: TrafficReport | null, audit: AuditRecord | null, host: string): string[] {
  const limits: string[] = [];
  if (traffic !== null && traffic.findings.length > 0) {
    limits.push('What listens is as of now, and the logs are of then: something else may have listened at the time.');
    if (traffic.findings.some(({ targets, ports }) => targets.length > 1 && ports.length > 1)) {
      limits.push('A finding about several hosts and several ports does not say which port was tried on which host.');
    }
    const cut = traffic.findings.filter(({ ports, counts }) => counts.ports > ports.length).length;
    if (cut > 0) {
      limits.push(
        `${cut === 1 ? 'One finding names' : `${cut} findings name`} only some of the ports that were tried.`,
      );
    }
  }
  if (audit !== null && audit.host !== host) {
    limits.push(`The audit was made on ${audit.host}, and not here: its hosts stand in rows of their own.`);
  }
  return limits;
}
