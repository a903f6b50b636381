/** What a campaign and the process in which its target runs agree on. */

/** The bundle of that process. */
export const CHILD = 'fuzz-child.mjs';
/** In the folder of a target: which input it is (u32), its length (u32), its bytes. */
export const CURRENT = 'current';
export const HEAD_BYTES = 8;

/** How far it is. */
export interface Standing {
  /** Inputs that were taken. */
  readonly runs: number;
  /** Milliseconds of the slowest input. */
  readonly slowest: number;
  /** Blocks of the program that were reached. */
  readonly blocks: number;
  /** Inputs that mutation begins with. */
  readonly corpus: number;
}
