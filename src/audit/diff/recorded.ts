import type { Severity } from '../../findings/finding.ts';
import type { Verdict } from '../check.ts';

/** A port as one of two results has it; the same on all addresses of the host. */
export interface RecordedPort {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly isOpen: boolean;
  /** Null where it was not identified: then it is like any. */
  readonly service: string | null;
  /** With its version. */
  readonly product: string | null;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

export interface RecordedHost {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly ports: readonly RecordedPort[];
}

export interface RecordedFinding {
  readonly fingerprint: string;
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly host: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly isFailure: boolean;
}

/** A result that is compared: of Portolan, or of nmap. */
export interface Recorded {
  readonly hosts: readonly RecordedHost[];
  /** Null where the format has none: then findings are not compared. */
  readonly findings: readonly RecordedFinding[] | null;
  /** What to know of it, in sentences: that it ends early. */
  readonly notes: readonly string[];
}

/** A file of results that cannot be compared; the message says what it is not. */
export class ResultError extends Error {
  override readonly name = 'ResultError';
}

/** Puts what several addresses of a host say together: open where it is open on one. */
export function joinPorts(ports: readonly RecordedPort[]): RecordedPort[] {
  const joined = new Map<string, RecordedPort>();
  for (const port of ports) {
    const key = `${port.port}/${port.transport}`;
    const other = joined.get(key);
    joined.set(key, other === undefined ? port : joinTwo(other, port));
  }
  return [...joined.values()].sort((a, b) => a.transport.localeCompare(b.transport) || a.port - b.port);
}

function joinTwo(a: RecordedPort, b: RecordedPort): RecordedPort {
  const verdicts = { ...a.verdicts };
  for (const [check, verdict] of Object.entries(b.verdicts)) {
    if (verdicts[check] !== 'exposed') verdicts[check] = verdict;
  }
  return {
    ...a,
    isOpen: a.isOpen || b.isOpen,
    service: a.service ?? b.service,
    product: a.product ?? b.product,
    verdicts,
  };
}
