import type { Check } from '../../../audit/check.ts';
import { parsePortKey } from '../../../net/port.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';

/** Ranges in a dossier that are wider stand for a habit (X11, RTP), and are asked at their first port only. */
const WIDE = 16;

/** The TCP ports that are asked where nobody names any: those that Portolan has something to say about, and those of checks. */
export function usualTcpPorts(knowledge: Knowledge, checks: readonly Check[]): number[] {
  const ports = new Set<number>();
  for (const { kind, keys } of knowledge.dossiers()) {
    if (kind === 'class') continue;
    for (const text of keys) {
      const key = parsePortKey(text);
      if (key?.transport !== 'tcp') continue;
      const { from, to } = key;
      for (let port = from; port <= (to - from < WIDE ? to : from); port++) ports.add(port);
    }
  }
  for (const port of portsOfChecks(checks, 'tcp')) ports.add(port);
  ports.delete(0); // reserved (RFC 6335 section 6): nothing can be connected to it by any ordinary means
  return [...ports].sort((a, b) => a - b);
}

export function portsOfChecks(checks: readonly Check[], transport: 'tcp' | 'udp'): number[] {
  return checks.flatMap(({ description }) => (description.transport === transport ? description.ports : []));
}
