/** What is remembered of a group of events: 128 bytes side by side. */
export const GROUP_WORDS = 32;

/** Parts of the window: the oldest is dropped as a whole, so that a window is between 3/4 of it and all of it long. */
export const PARTS = 4;

/** Words that a value takes which is counted: what it is, of which field, and when it was seen last (a float). */
export const VALUE_WORDS = 4;
export const VALUE = { value: 0, field: 1, time: 2 } as const;
/** Values for which there is room in the record. */
export const INLINE_VALUES = 2;

/** Places in a record, in words of 32 bits. */
export const GROUP = {
  /** The three numbers that tell groups apart. */
  a: 0,
  b: 1,
  c: 2,
  /** Number of the tally that all further events go to, from 1; 0 while the need is not met. */
  tally: 3,
  events: 4,
  /** Events of the share that is asked for. */
  shared: 5,
  /** Events of the group that nothing else explains. */
  unexplained: 6,
  /** Different values that were seen. */
  seen: 7,
  /** Events of each part of the window, and which part it is now, counted from 1970. */
  parts: 8,
  part: 12,
  /** Where the values stand that find no room in the record: a block of the arena; 0 for none. */
  block: 13,
  firstInput: 14,
  firstRecord: 15,
  inlineValues: 24,
} as const;

/** Places in a record, in floats of 64 bits. */
export const GROUP_FLOAT = { firstOffset: 8, firstTime: 9, packets: 10, bytes: 11 } as const;
