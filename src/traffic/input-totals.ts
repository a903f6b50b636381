/** What became of an input, said at the end: nothing is dropped silently. */
export interface InputTotals {
  /** Lines, packets or records. */
  records: number;
  events: number;
  /** Of the format, without an event in it: headers, comments. */
  silent: number;
  /** Lines of something else, by the program that wrote them: `sshd` 4,812. */
  readonly foreign: Map<string, number>;
  malformed: number;
  /** Numbers of the first malformed records, at most 8. */
  readonly firstMalformed: number[];
  /** Bytes of the unpacked input. */
  bytes: number;
  readonly notes: Set<string>;
}

export function newInputTotals(): InputTotals {
  return {
    records: 0,
    events: 0,
    silent: 0,
    foreign: new Map(),
    malformed: 0,
    firstMalformed: [],
    bytes: 0,
    notes: new Set(),
  };
}
