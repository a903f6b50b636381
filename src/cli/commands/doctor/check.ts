/** `ok` works, `limited` shows less or is slower than it could be, `missing` is an optional part that is not there. */
export type CheckState = 'ok' | 'limited' | 'missing';

/** One thing that was looked at. */
export interface Check {
  /** Stable, for programs. */
  readonly id: CheckId;
  readonly state: CheckState;
  /** What was found, a clause for a person. */
  readonly found: string;
  /** What to do; null when there is nothing to do. */
  readonly advice: string | null;
}

export const CHECK_IDS = [
  'platform',
  'node',
  'proc',
  'rights',
  'tables',
  'processes',
  'ipv6',
  'backend',
  'namespaces',
  'outside-view',
  'knowledge',
  'notes',
  'code-cache',
  'certificates',
  'store',
  'store-rows',
  'store-ledger',
  'sensors',
  'cluster',
  'spool',
  'disk',
] as const;

export type CheckId = (typeof CHECK_IDS)[number];

export function check(id: CheckId, state: CheckState, found: string, advice: string | null = null): Check {
  return { id, state, found, advice };
}
