import type { AuditFinding } from '../result.ts';

/** Services that answer every datagram, so that two of them answer each other (CERT CA-1996-01). */
const LOOPING: readonly string[] = ['small.echo-udp', 'small.chargen-udp', 'small.daytime-udp', 'small.time-udp'];

/** What one finding alone does not show: two such services on one host can be set on each other. */
export function withLoopRisk(findings: readonly AuditFinding[]): AuditFinding[] {
  const ports = new Map(
    findings.flatMap(({ id, port, transport }) =>
      LOOPING.includes(id) ? [[id, `${port}/${transport}`] as const] : [],
    ),
  );
  if (ports.size < 2) return [...findings];
  const both = [...ports.values()].join(' and ');
  return findings.map((finding) =>
    ports.has(finding.id)
      ? {
          ...finding,
          meaning: `${finding.meaning} Here ${both} answer: one forged datagram may set them on each other.`,
        }
      : finding,
  );
}
