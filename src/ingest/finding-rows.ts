import type { AuditFinding } from '../audit/result.ts';
import type { Finding } from '../findings/finding.ts';
import type { SocketView } from '../sockets/socket-row.ts';
import { textOf } from '../store/text.ts';
import type { TrafficFinding } from '../traffic/report/traffic-finding.ts';
import { CONFIDENCE_CODES, LENS_CODES, PROTOCOL_CODES, SEVERITY_CODES, type Lens } from './codes.ts';
import { addressColumns, batchesOf, type Row, type UnnumberedBatch } from './row-batches.ts';

/** Where a finding belongs, as far as it is about one address, one port. */
export interface FindingPlace {
  /** Whom it is about: the source of traffic, the host that answers, what a socket is bound to. Null for none or many. */
  readonly address: string | null;
  /** The other end. */
  readonly target: string | null;
  readonly port: number;
  readonly transport: keyof typeof PROTOCOL_CODES;
}

/** A finding, as far as the store keeps it. */
export type ToldFinding = Pick<
  Finding,
  'id' | 'severity' | 'confidence' | 'title' | 'subject' | 'first' | 'last' | 'count'
>;

export interface PlacedFinding {
  readonly finding: ToldFinding;
  readonly place: FindingPlace;
}

export const NOWHERE: FindingPlace = { address: null, target: null, port: 0, transport: 'none' };

/**
 * Findings of a lens as rows. One that is told again, with more events or worse, becomes another row and not another finding: rows
 * of the same sensor, lens, rule, subject and first time tell one finding, and the one with the latest `ts` tells how it is. `at`:
 * when they were told, in milliseconds since 1970; findings without a time of their own get it.
 */
export function findingBatches(lens: Lens, at: number, findings: Iterable<PlacedFinding>): UnnumberedBatch[] {
  const rows: Row[] = [];
  for (const { finding, place } of findings) {
    const last = timeOf(finding.last) ?? at;
    rows.push({
      ts: last,
      first_ts: Math.min(timeOf(finding.first) ?? last, last),
      ...addressColumns('src', place.address),
      ...addressColumns('dst', place.target),
      rule_text: textOf(finding.id),
      title_text: textOf(finding.title),
      subject_text: textOf(finding.subject),
      events: finding.count,
      port: place.port,
      proto: PROTOCOL_CODES[place.transport],
      severity: SEVERITY_CODES[finding.severity],
      confidence: CONFIDENCE_CODES[finding.confidence],
      lens: LENS_CODES[lens],
    });
  }
  return batchesOf('findings', rows);
}

/** The findings of a snapshot: each once, with the port of its listener, and its address where that has one only. */
export function* findingsOfSockets(view: SocketView): Generator<PlacedFinding> {
  for (const finding of view.snapshotFindings) yield { finding, place: NOWHERE };
  for (const listener of view.listeners) {
    const [address = null, ...others] = listener.addresses;
    const { port, transport } = listener;
    const place = { address: others.length === 0 ? address : null, target: null, port, transport };
    for (const finding of view.findingsOn(listener)) yield { finding, place };
  }
}

export function placeOfAudit({
  address,
  port,
  transport,
}: Pick<AuditFinding, 'address' | 'port' | 'transport'>): FindingPlace {
  return { address, target: null, port, transport };
}

/** One source, one target, one port: each where the finding is about no other. */
export function placeOfTraffic({
  who,
  targets,
  ports,
  counts,
}: Pick<TrafficFinding, 'who' | 'targets' | 'ports'> & {
  readonly counts: Pick<TrafficFinding['counts'], 'sources' | 'hosts' | 'ports'>;
}): FindingPlace {
  const [port = 0, transport = 'none'] = counts.ports === 1 ? portOf(ports[0]?.name ?? '') : [];
  return {
    address: counts.sources === 1 ? (who[0]?.name ?? null) : null,
    target: counts.hosts === 1 ? (targets[0]?.name ?? null) : null,
    port,
    transport,
  };
}

/** `22/tcp`; nothing for what has no ports: `icmp 8`. */
function portOf(name: string): [number, FindingPlace['transport']] | [] {
  const [, digits = '', transport] = /^(\d{1,5})\/(tcp|udp|sctp|dccp)$/.exec(name) ?? [];
  const port = Number(digits);
  if (port > 0xffff) return [];
  switch (transport) {
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'dccp':
      return [port, transport];
    default:
      return [];
  }
}

/** Null for an empty text, which a log without times gives. */
function timeOf(iso: string): number | null {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? null : time;
}
