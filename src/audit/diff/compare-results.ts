import type { Verdict } from '../check.ts';
import type { Recorded, RecordedFinding, RecordedHost, RecordedPort } from './recorded.ts';

export type AuditChangeKind =
  | 'host-new'
  | 'host-gone'
  | 'opened'
  | 'closed'
  | 'service'
  | 'verdict'
  | 'finding-new'
  | 'finding-gone';

/** One difference between two results. */
export interface AuditChange {
  readonly kind: AuditChangeKind;
  readonly host: string;
  /** Null for changes of a host. */
  readonly port: number | null;
  readonly transport: 'tcp' | 'udp' | null;
  /** Id of the check or finding. */
  readonly check: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** Whether somebody should look at it: what opened, what is exposed now, what fails now. */
  readonly isWorse: boolean;
}

export interface AuditDifference {
  readonly changes: readonly AuditChange[];
  /** What to know of the two results, in sentences. */
  readonly notes: readonly string[];
}

/**
 * What is different in `after`. A port that is in one result only counts as not open in the other, so both have to have
 * asked the same ports. What was identified in one only is no change.
 */
export function compareResults(before: Recorded, after: Recorded): AuditDifference {
  const changes: AuditChange[] = [];
  const left = new Set(before.hosts);
  const hostLike = hostIndex(before.hosts);
  for (const host of after.hosts) {
    const old = hostLike(host, left);
    if (old === null) changes.push(hostChange('host-new', host));
    else left.delete(old);
    changes.push(...portChanges(old, host));
  }
  for (const host of left) changes.push(hostChange('host-gone', host), ...portChanges(host, null));
  if (before.findings !== null && after.findings !== null) {
    changes.push(...findingChanges(before.findings, after.findings));
  }
  const notes = [
    ...before.notes.map((note) => `the first: ${note}`),
    ...after.notes.map((note) => `the second: ${note}`),
    ...((before.findings === null) === (after.findings === null)
      ? []
      : ['one of them is of nmap, which has no findings, so these were not compared']),
  ];
  return { changes, notes };
}

/** Finds the host of the other result by name, else by an address; each once. */
function hostIndex(
  hosts: readonly RecordedHost[],
): (host: RecordedHost, left: ReadonlySet<RecordedHost>) => RecordedHost | null {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const byAddress = new Map(hosts.flatMap((host) => host.addresses.map((address) => [address, host] as const)));
  return ({ name, addresses }, left) => {
    const candidates = [byName.get(name), ...addresses.map((address) => byAddress.get(address))];
    return candidates.find((host) => host !== undefined && left.has(host)) ?? null;
  };
}

function hostChange(kind: 'host-new' | 'host-gone', { name, addresses }: RecordedHost): AuditChange {
  const text = addresses.join(', ');
  const isNew = kind === 'host-new';
  return {
    kind,
    host: name,
    port: null,
    transport: null,
    check: null,
    before: isNew ? null : text,
    after: isNew ? text : null,
    isWorse: isNew,
  };
}

function portChanges(before: RecordedHost | null, after: RecordedHost | null): AuditChange[] {
  const host = after?.name ?? before?.name ?? '';
  const old = new Map((before?.ports ?? []).map((port) => [keyOf(port), port]));
  const now = new Map((after?.ports ?? []).map((port) => [keyOf(port), port]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    return changesOf(host, old.get(key) ?? null, now.get(key) ?? null);
  });
}

function keyOf({ port, transport }: RecordedPort): string {
  return `${port}/${transport}`;
}

function changesOf(host: string, before: RecordedPort | null, after: RecordedPort | null): AuditChange[] {
  const known = after ?? before;
  if (known === null) return [];
  const { port, transport } = known;
  const change = (kind: AuditChangeKind, rest: Partial<AuditChange>): AuditChange => {
    return { kind, host, port, transport, check: null, before: null, after: null, isWorse: false, ...rest };
  };
  const wasOpen = before?.isOpen === true;
  const isOpen = after?.isOpen === true;
  if (!wasOpen && !isOpen) return [];
  if (!wasOpen) return [change('opened', { after: serviceText(after), isWorse: true })];
  if (!isOpen) return [change('closed', { before: serviceText(before) })];
  const changes: AuditChange[] = [];
  if (before !== null && after !== null) {
    if (isOther(before.service, after.service) || isOther(before.product, after.product)) {
      changes.push(change('service', { before: serviceText(before), after: serviceText(after), isWorse: true }));
    }
    for (const [check, verdict] of Object.entries(after.verdicts)) {
      const old = Object.hasOwn(before.verdicts, check) ? before.verdicts[check] : undefined;
      if (old === undefined || !isVerdictChange(old, verdict)) continue;
      changes.push(change('verdict', { check, before: old, after: verdict, isWorse: verdict === 'exposed' }));
    }
  }
  return changes;
}

/** Only where both know. */
function isOther(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && before !== after;
}

/** What could not be settled this time or last time is no change. */
function isVerdictChange(before: Verdict, after: Verdict): boolean {
  return before !== after && before !== 'inconclusive' && after !== 'inconclusive';
}

function serviceText(port: RecordedPort | null): string | null {
  const parts = [port?.service, port?.product].filter((part) => part != null);
  return parts.length === 0 ? null : parts.join(', ');
}

function findingChanges(before: readonly RecordedFinding[], after: readonly RecordedFinding[]): AuditChange[] {
  const was = new Map(before.map((finding) => [finding.fingerprint, finding]));
  const is = new Map(after.map((finding) => [finding.fingerprint, finding]));
  const change = (kind: AuditChangeKind, { host, port, transport, id, title, isFailure }: RecordedFinding) => {
    const isNew = kind === 'finding-new';
    const texts = { before: isNew ? null : title, after: isNew ? title : null };
    return { kind, host, port, transport, check: id, ...texts, isWorse: isNew && isFailure };
  };
  return [
    ...before.filter(({ fingerprint }) => !is.has(fingerprint)).map((finding) => change('finding-gone', finding)),
    ...after.filter(({ fingerprint }) => !was.has(fingerprint)).map((finding) => change('finding-new', finding)),
  ];
}
