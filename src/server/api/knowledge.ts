import { frame } from '../../findings/envelope.ts';
import type { ApiDesk } from './desk.ts';

/** As `portolan knowledge claims --json`: what the source documents say, and what is right. */
export function claimsDocument(desk: ApiDesk): object {
  return { ...frame('claims', desk.now(), desk.host), claims: desk.knowledge.claims() };
}

/** As `portolan knowledge patterns --json`. */
export function patternsDocument(desk: ApiDesk): object {
  return { ...frame('patterns', desk.now(), desk.host), patterns: [...desk.knowledge.patterns()] };
}
