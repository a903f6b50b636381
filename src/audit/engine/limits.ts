/** The most that is sent to one host. */
export interface HostLimits {
  /** Probes under way at once. */
  readonly concurrency: number;
  /** Probes a second. */
  readonly perSecond: number;
  /** The least an answer is waited for, milliseconds. */
  readonly timeoutFloor: number;
}

export interface Limits {
  /** Addresses of this machine. */
  readonly own: HostLimits;
  /** Each other host. */
  readonly remote: HostLimits;
  /** Probes a second to all other hosts together. */
  readonly remotePerSecond: number;
}

/**
 * Above this libuv no longer hears all answers in one turn of its loop (it takes 48 times 1,024 events at most, and in
 * practice fewer), and what was answered would look late.
 */
export const MAX_CONCURRENCY = 1000;

/**
 * What is sent where nobody asks for less. Packets to this machine's own addresses meet no wire, so the probes under way are
 * their only limit; to other hosts, rates that a small router and an intrusion detection's patience bear.
 */
export const DEFAULT_LIMITS: Limits = {
  own: { concurrency: MAX_CONCURRENCY, perSecond: Infinity, timeoutFloor: 100 },
  remote: { concurrency: 64, perSecond: 200, timeoutFloor: 300 },
  remotePerSecond: 5000,
};

/** Limits that a user lowers, for every host alike; what is above the defaults changes nothing. */
export function lowerLimits(asked: { readonly concurrency?: number; readonly perSecond?: number }): Limits {
  const { concurrency = Infinity, perSecond = Infinity } = asked;
  const lower = (host: HostLimits): HostLimits => ({
    ...host,
    concurrency: Math.min(host.concurrency, concurrency),
    perSecond: Math.min(host.perSecond, perSecond),
  });
  return { ...DEFAULT_LIMITS, own: lower(DEFAULT_LIMITS.own), remote: lower(DEFAULT_LIMITS.remote) };
}
