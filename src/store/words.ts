/** The words for the numbers of columns (`schema.ts`): the number of a word is its place. Words are added at the end, never moved. */
export const ACTIONS = ['unknown', 'allowed', 'dropped', 'rejected', 'answered', 'refused', 'unanswered'] as const;
export const REACHES = ['loopback', 'link-local', 'private', 'public', 'every-address', 'unknown'] as const;
export const VERDICTS = [
  'not-applicable',
  'not-exposed',
  'inconclusive',
  'exposed',
  'open',
  'closed',
  'filtered',
  'no-answer',
] as const;
export const VANTAGES = ['same-address', 'same-host', 'namespace', 'same-network', 'routed'] as const;
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const CONFIDENCES = ['low', 'medium', 'high'] as const;
export const LENSES = ['sockets', 'traffic', 'audit'] as const;
