/**
 * How a flow lies in memory: 128 bytes, two lines of a processor's cache, seen as 16 doubles and as 32 words. A column
 * for each of its values would cost a cache miss each, because packets of many flows come mixed. What every packet needs
 * comes first.
 */
export const FLOW_BYTES = 128;
/** Flow number to the place of its first double. */
export const DOUBLE_SHIFT = 4;
/** Flow number to the place of its first word. */
export const WORD_SHIFT = 5;

/** Words of a flow: unsigned values as their 32 bits. Words 8 to 15 are the first doubles. */
export const WORD = {
  source: 0,
  destination: 1,
  /** Source port in the upper half, destination port in the lower. */
  ports: 2,
  /** What else tells flows apart: see `kindOf`. */
  kind: 3,
  hash: 4,
  /** Bits of `SEEN`. */
  seen: 5,
  /** Label in the upper half, then direction and outcome. */
  context: 6,
  record: 7,
  /** Window in the upper half, IP identification in the lower. */
  fingerprint: 20,
  /** Flags, marks, TTL, from the lowest byte. */
  header: 21,
  /** Next flow number that is free, while it is free itself. */
  nextFree: 22,
} as const;

/** Doubles of a flow. `time`, `offset` and all that only one packet can have are the first packet's. */
export const NUMBER = { packets: 4, bytes: 5, packetsBack: 6, bytesBack: 7, time: 8, offset: 9 } as const;

/** What a flow has shown since its first packet. */
export const SEEN = {
  /** The other side sent something that is no refusal, and first. */
  answer: 1,
  /** The other side's first packet was a RST. */
  refusal: 2,
  /** The initiator acknowledged something that was not seen: only one direction is captured. */
  unseenAnswer: 4,
  finForward: 8,
  finBack: 16,
  /** A RST was seen, or a FIN from both sides. */
  finished: 32,
} as const;

/** Which of `IDLE_SECONDS` a flow has. */
export const LIMIT = { free: 0, tcp: 1, finishedTcp: 2, udp: 3, icmp: 4 } as const;
/** Seconds without a packet after which a flow has ended. A flow number that is free has none. */
export const IDLE_SECONDS = [Number.POSITIVE_INFINITY, 300, 15, 120, 30] as const;
