import { MAX_PORT, type PortRange } from '../../net/port.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Snapshot } from '../snapshot.ts';
import { adviseOn, type Advice } from './advice.ts';
import { judgeUse, verdictOf, type Verdict } from './judge.ts';
import { listenersInside, type InsideListener } from './listeners-inside.ts';
import { mergeRanges, portPoolOf, type PortPool } from './pool.ts';
import { TIME_WAIT_SECONDS, type EphemeralSettings } from './settings.ts';
import { measureUse, type EphemeralUse } from './use.ts';

/** How near a network namespace is to running out of client ports. */
export interface EphemeralReport {
  readonly pool: PortPool;
  readonly settings: EphemeralSettings;
  readonly use: EphemeralUse;
  /** TCP listeners inside the range that nobody reserved. */
  readonly listeners: readonly InsideListener[];
  /** The fullest of all scopes, 0 to 1. */
  readonly share: number;
  readonly verdict: Verdict;
  /** New connections a second that one destination takes for long when this side closes first. */
  readonly sustainedRate: number;
  readonly findings: readonly Finding[];
  readonly advice: readonly Advice[];
}

/** What this view of a machine cannot say, in sentences. */
export const EPHEMERAL_LIMITS: readonly string[] = [
  'Only this network namespace is counted: containers have a range, settings and sockets of their own.',
  'A TCP socket that is bound and neither listens nor is connected stands in no table of /proc, and is not counted.',
  'A port that a program bound before it connected is closed to every other destination too; /proc does not tell which ones.',
];

/** The lowest port that a wider range begins with: below it are most registered services (RFC 6335 section 6). */
const WIDEST: PortRange = { from: 10_240, to: MAX_PORT };

/** Null where the kernel does not show its range. */
export function reportEphemeral(snapshot: Snapshot, settings: EphemeralSettings): EphemeralReport | null {
  const pool = portPoolOf(snapshot.host);
  if (pool === null) return null;
  const use = measureUse(snapshot.table, pool, settings);
  const share = Math.max(use.destinations[0]?.share ?? 0, use.bind.share, use.udp.share);
  const isReserved = (port: number): boolean => pool.reserved.some(({ from, to }) => port >= from && port <= to);
  const listeners = listenersInside(snapshot, 'tcp', pool.range, isReserved);
  const advice = adviseOn({
    pool,
    settings,
    use,
    reserve: reserved(snapshot, listeners),
    widen: widenedOf(snapshot, pool),
  });
  const findings = judgeUse(pool, use, advice, snapshot.takenAt);
  const sustainedRate = Math.floor(Math.max(0, pool.usable - use.blocked) / TIME_WAIT_SECONDS);
  return { pool, settings, use, listeners, share, verdict: verdictOf(share), sustainedRate, findings, advice };
}

/** The setting as a whole with the listeners added: writing it replaces what was there. Null when there is nothing to add. */
function reserved(snapshot: Snapshot, listeners: readonly InsideListener[]): readonly PortRange[] | null {
  if (listeners.length === 0) return null;
  return mergeRanges([...snapshot.host.reserved, ...listeners.map(({ port }) => ({ from: port, to: port }))]);
}

/** A wider range and what has to be reserved inside it; null where it is as wide already. */
function widenedOf(snapshot: Snapshot, { range }: PortPool): { range: PortRange; reserved: PortRange[] } | null {
  if (range.from <= WIDEST.from && range.to >= WIDEST.to) return null;
  const wider = { from: Math.min(range.from, WIDEST.from), to: Math.max(range.to, WIDEST.to) };
  const everywhere = (): boolean => false;
  // An unconnected UDP socket inside the old range is a client's more often than a service's.
  const inOldRange = (port: number): boolean => port >= range.from && port <= range.to;
  const services = [
    ...listenersInside(snapshot, 'tcp', wider, everywhere),
    ...listenersInside(snapshot, 'udp', wider, inOldRange),
  ];
  const ports = services.map(({ port }) => ({ from: port, to: port }));
  return { range: wider, reserved: mergeRanges([...snapshot.host.reserved, ...ports]) };
}
