/**
 * What is remembered of a source: 128 bytes side by side, two lines of a processor's cache that are fetched together. What
 * every event touches is in the first half.
 */
export const RECORD_WORDS = 32;
/** 64 bits each. */
export const RECORD_FLOATS = RECORD_WORDS / 2;

/** Targets behind the first for which there is room in the record. */
export const INLINE_TARGETS = 3;

/** Places in a record, in words of 32 bits. */
export const WORD = {
  /** Number of the source, from 1; never used again, so that what is kept elsewhere of a forgotten one is not taken for another's. */
  id: 0,
  address: 1,
  events: 6,
  /** The first port, the family and the bits of tools: see `HEAD`. */
  head: 7,
  /** The first target; while there is no second one, nothing is kept elsewhere. */
  firstHost: 8,
  hosts: 9,
  /** TCP's in the lower half, UDP's and those of all others in the upper one; 65,535 each at most. */
  ports: 10,
  /** Different targets, each a host and a port. */
  targets: 11,
  answered: 12,
  /** Logarithm of the odds that it is a scanner (sequential test), as a float. */
  odds: 13,
  /** Targets it had tried when the odds decided; 0 while they have not. */
  targetsAtAlarm: 14,
  /** Its events that nothing else explains. */
  unexplained: 15,
  /** Where its further targets stand: see `TargetLists`. */
  list: 16,
  inlineTargets: 17,
  /** Of the unexplained events, conversations: let through or answered. */
  ordinary: 23,
  /** Where its first event stands. */
  firstRecord: 28,
  input: 29,
} as const;

/** Places in a record, in floats of 64 bits. */
export const FLOAT = {
  last: 1,
  /** IP bytes of its events, as far as they are known. */
  bytes: 2,
  first: 12,
  firstOffset: 13,
  /** Packets beyond one an event. */
  morePackets: 15,
} as const;

/** The parts of the word `head`: 17 bits of a port, 3 of the family, and one for each tool whose mark all packets bear. */
export const HEAD = { portMask: 0x1_ffff, familyShift: 17, familyMask: 7, toolsShift: 20 } as const;
