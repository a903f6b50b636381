import type { Verdict } from '../../../src/knowledge/claim.ts';

/** Kinds of verdicts that a reader asks for. */
export const GROUPS = [
  { id: 'corrected', name: 'Corrected' },
  { id: 'right', name: 'Right' },
  { id: 'other', name: 'Neither' },
  { id: 'all', name: 'All' },
] as const;

export function groupOf(verdict: Verdict): 'corrected' | 'right' | 'other' {
  switch (verdict) {
    case 'right':
    case 'right-dated':
      return 'right';
    case 'wrong':
    case 'partly':
    case 'reversed':
    case 'obsolete':
    case 'changed':
    case 'garbled':
    case 'missing':
      return 'corrected';
    case 'unverifiable':
    case 'disputed':
    case 'formal':
      return 'other';
  }
}
