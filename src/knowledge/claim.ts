import type { Sourced } from './dossier.ts';

/**
 * - `right`, `right-dated` (true of its time), `partly`, `wrong`, `reversed` (the sense turned round), `obsolete`,
 *   `changed` (the world has moved on), `garbled` (a translation ruined it), `missing` (should have been said),
 *   `unverifiable`, `disputed`, `formal` (about the document itself).
 */
export const VERDICTS = [
  'right',
  'right-dated',
  'partly',
  'wrong',
  'reversed',
  'obsolete',
  'changed',
  'garbled',
  'missing',
  'unverifiable',
  'disputed',
  'formal',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One claim of the two documents about ports that Portolan grew out of, checked. */
export interface Claim extends Sourced {
  /** `A13`: document A, claim 13. */
  readonly id: string;
  /** Ids of the same claim elsewhere in the documents. */
  readonly alsoKnownAs: readonly string[];
  readonly claim: string;
  readonly verdict: Verdict;
  /** What is right today. */
  readonly fact: string;
  /** Words of the command whose output shows the fact: `explain 109`. */
  readonly shownBy: string;
  /** What stands in that output. */
  readonly finds: string;
}
