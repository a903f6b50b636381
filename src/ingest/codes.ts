import type { Verdict } from '../audit/check.ts';
import type { PortState } from '../audit/result.ts';
import type { Vantage } from '../audit/vantage/vantage.ts';
import type { FindingConfidence, Severity } from '../findings/finding.ts';
import type { Exposure } from '../sockets/exposure.ts';

/**
 * The numbers that words get in the store; `store/schema.ts` says them in the meaning of each column. Rows of years have them: a word
 * that is new gets the next number, and no number ever means something else. codes.test.ts holds that.
 */
export const REACH_CODES: Readonly<Record<Exposure, number>> = {
  loopback: 0,
  'link-local': 1,
  private: 2,
  public: 3,
  wildcard: 4,
  unknown: 5,
  contained: 6,
  // What is connected listens to nobody, and is no row of `listeners`.
  peer: 5,
};

/** The verdict of a check, and the state of a port, share a column. */
export const VERDICT_CODES: Readonly<Record<Verdict | PortState, number>> = {
  'not-applicable': 0,
  'not-exposed': 1,
  inconclusive: 2,
  exposed: 3,
  open: 4,
  closed: 5,
  filtered: 6,
  'no-answer': 7,
};

export const VANTAGE_CODES: Readonly<Record<Vantage | 'not-known', number>> = {
  'same-address': 0,
  'same-host': 1,
  'outside-netns': 2,
  'same-subnet': 3,
  routed: 4,
  'not-known': 5,
};

export const SEVERITY_CODES: Readonly<Record<Severity, number>> = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };

export const CONFIDENCE_CODES: Readonly<Record<FindingConfidence, number>> = { low: 0, medium: 1, high: 2 };

/** Which lens found it. */
export type Lens = 'sockets' | 'traffic' | 'audit';

export const LENS_CODES: Readonly<Record<Lens, number>> = { sockets: 0, traffic: 1, audit: 2 };

/** IP protocol numbers of the transports that have ports; 255 is reserved and stands for none. */
export const PROTOCOL_CODES = { tcp: 6, udp: 17, dccp: 33, sctp: 132, none: 255 } as const;
