import { compareSeverity, deservesLook, type Severity } from '../findings/finding.ts';
import type { HostResult } from '../audit/result.ts';
import type { GlanceReport } from '../sockets/report/glance-report.ts';
import type { ListenerRecord } from '../sockets/listener-record.ts';
import type { TrafficReport } from '../traffic/report/traffic-report.ts';
import type { Asked, AuditRecord, JoinedReport, Knock, PortRow } from './joined-report.ts';
import { rankFindings, standingOn, urgencyOf, type Here } from './standing.ts';
import { limitsOf } from './limits.ts';

/** What each lens says by itself. */
export interface Said {
  /** Name of this machine. */
  readonly host: string;
  /** Its addresses, as logs write them. */
  readonly addresses: readonly string[];
  readonly glance: GlanceReport;
  readonly traffic: TrafficReport | null;
  readonly audit: AuditRecord | null;
  /** What a port is known for: `ssh` for `22/tcp`. */
  readonly nameOf: (port: string) => string | null;
}

/** Vantages from which a machine asks itself. */
const ITSELF: ReadonlySet<string> = new Set(['same-address', 'same-host', 'outside-netns']);

/** Puts together what is known of the same port on the same host. */
export function joinLenses(said: Said): JoinedReport {
  const { glance, audit } = said;
  const own = new Set(said.addresses);
  const listening = new Set(glance.listeners.filter(isReachable).map(keyOf));
  const here: Here = { listensOn: (port) => listening.has(port), isOwn: (address) => own.has(address) };
  const traffic =
    said.traffic === null ? null : { ...said.traffic, findings: rankFindings(said.traffic.findings, here) };
  const rows = new Rows(said.nameOf);
  for (const [place, listener] of glance.listeners.entries()) rows.at(null, keyOf(listener))?.listeners.push(place);
  const hostOf = audit === null ? () => null : addAudit(rows, audit, said.host);
  const elsewhere = traffic === null ? 0 : addTraffic(rows, traffic, here, hostOf);
  const ports = rows.finished(glance, audit);
  return { glance, traffic, audit, ports, elsewhere, limits: limitsOf(traffic, audit, said.host) };
}

/** Whether anybody but this machine can reach it. */
function isReachable({ exposure }: ListenerRecord): boolean {
  return exposure !== 'loopback' && exposure !== 'peer';
}

function keyOf({ port, transport }: Pick<ListenerRecord, 'port' | 'transport'>): string {
  return `${port}/${transport}`;
}

/** Returns which audited host has an address; this machine is left out, for its rows have no name. */
function addAudit(rows: Rows, audit: AuditRecord, host: string): (address: string) => string | null {
  const byAddress = new Map<string, string>();
  const names = new Map<string, string | null>();
  for (const audited of audit.hosts) {
    const name = audit.host === host && isItself(audited) ? null : audited.name;
    names.set(audited.name, name);
    if (name !== null) for (const { address } of audited.addresses) byAddress.set(address, name);
    for (const result of audited.ports) {
      if (result.state !== 'open' && result.expectation !== 'missing') continue;
      const { address, state, expectation, checks } = result;
      const exposed = checks.filter(({ verdict }) => verdict === 'exposed').map(({ check }) => check);
      rows.at(name, keyOf(result))?.asked.push({ address, state, expectation, exposed });
    }
  }
  for (const [place, finding] of audit.findings.entries()) {
    if (finding.waiver !== null) continue;
    const name = names.get(finding.host);
    rows.at(name === undefined ? finding.host : name, keyOf(finding))?.verdicts.push(place);
  }
  return (address) => byAddress.get(address) ?? null;
}

/** An audit of the machine it was made on. */
function isItself({ addresses }: HostResult): boolean {
  return addresses.length > 0 && addresses.every(({ vantage }) => ITSELF.has(vantage));
}

/** Returns how many findings are about none of the hosts. */
function addTraffic(
  rows: Rows,
  { findings }: TrafficReport,
  here: Here,
  hostOf: (address: string) => string | null,
): number {
  let elsewhere = 0;
  for (const [finding, said] of findings.entries()) {
    const hosts = new Set<string | null>();
    for (const { name } of said.targets) {
      if (here.isOwn(name)) hosts.add(null);
      else {
        const host = hostOf(name);
        if (host !== null) hosts.add(host);
      }
    }
    if (hosts.size === 0) elsewhere++;
    for (const host of hosts) {
      for (const { name, events } of said.ports) {
        const standing = host === null ? standingOn(name, said, here) : 'elsewhere';
        const urgency = urgencyOf(said, standing);
        rows.at(host, name)?.knocks.push({ finding, events, standing, urgency });
      }
    }
  }
  return elsewhere;
}

interface OpenRow {
  readonly host: string | null;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly service: string | null;
  readonly listeners: number[];
  readonly knocks: Knock[];
  readonly asked: Asked[];
  readonly verdicts: number[];
}

/** Rows by host and port; a hostile audit cannot make more than this. */
const MAX_ROWS = 200_000;

class Rows {
  readonly #rows = new Map<string, OpenRow>();
  readonly #nameOf: (port: string) => string | null;

  constructor(nameOf: (port: string) => string | null) {
    this.#nameOf = nameOf;
  }

  /** The row of `22/tcp`; null for what is no port of TCP or UDP. */
  at(host: string | null, key: string): OpenRow | null {
    const id = `${host === null ? '' : `h${host}`} ${key}`;
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const [, digits = '', transport] = /^(\d{1,5})\/(tcp|udp)$/.exec(key) ?? [];
    if ((transport !== 'tcp' && transport !== 'udp') || this.#rows.size >= MAX_ROWS) return null;
    const lists = { listeners: [], knocks: [], asked: [], verdicts: [] };
    const row: OpenRow = { host, port: Number(digits), transport, service: this.#nameOf(key), ...lists };
    this.#rows.set(id, row);
    return row;
  }

  /** The most urgent last; of equal ones by port, those of this machine before others. */
  finished(glance: GlanceReport, audit: AuditRecord | null): PortRow[] {
    const rows = [...this.#rows.values()].map((row): PortRow => {
      const knocks = row.knocks.toSorted((a, b) => compareSeverity(b.urgency, a.urgency) || b.events - a.events);
      const severities = [
        ...row.listeners.flatMap((place) => glance.listeners[place]?.findings.filter(deservesLook) ?? []),
        ...row.verdicts.flatMap((place) => audit?.findings[place] ?? []),
      ].map(({ severity }) => severity);
      // A knock alone, where nothing listens or answers, is no matter of the port.
      const isThere = row.listeners.length > 0 || row.asked.some(({ state }) => state === 'open');
      if (isThere) severities.push(...knocks.map(({ urgency }) => urgency));
      return { ...row, knocks, verdicts: row.verdicts.toReversed(), urgency: worst(severities) };
    });
    return rows.sort(
      (a, b) =>
        compareUrgency(a.urgency, b.urgency) ||
        Number(a.host !== null) - Number(b.host !== null) ||
        (a.host ?? '').localeCompare(b.host ?? '') ||
        a.port - b.port ||
        a.transport.localeCompare(b.transport),
    );
  }
}

function worst(severities: readonly Severity[]): Severity | null {
  const counted = severities.filter((severity) => severity !== 'info');
  return counted.toSorted(compareSeverity).at(-1) ?? null;
}

function compareUrgency(a: Severity | null, b: Severity | null): number {
  return compareSeverity(a ?? 'info', b ?? 'info');
}
