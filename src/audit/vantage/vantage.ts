/**
 * From where a host was asked. Servers trust by it: from the host itself, Dovecot takes clear-text passwords, Postfix relays
 * and Redis answers without one, all of which they refuse to anybody else.
 */
export type Vantage =
  /** The packet's two addresses are the same: loopback, or the host's own address. */
  | 'same-address'
  /** Another address of the same host. */
  | 'same-host'
  /** A temporary network namespace of this machine, with an address of its own. */
  | 'outside-netns'
  | 'same-subnet'
  | 'routed';

/** Vantages that a server takes for somebody else's. */
export const OUTSIDE: readonly Vantage[] = ['outside-netns', 'same-subnet', 'routed'];
export const ANYWHERE: readonly Vantage[] = ['same-address', 'same-host', ...OUTSIDE];

export const VANTAGE_WORDS: Readonly<Record<Vantage, string>> = {
  'same-address': 'from this machine to itself',
  'same-host': 'from another address of this machine',
  'outside-netns': 'from a temporary namespace beside this machine',
  'same-subnet': 'from a neighbour in its network',
  routed: 'from another network',
};
