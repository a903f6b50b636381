import type { Flag } from './command.ts';

/** Which ends of what a log shows are the user's own. */
export const OWN_FLAG = {
  long: 'own',
  value: 'PREFIXES',
  description: 'networks and addresses that are yours, such as 192.0.2.0/24,2001:db8::/32; found out otherwise',
} as const satisfies Flag;

export const INPUT_FORMAT_FLAG = {
  long: 'input-format',
  value: 'ID',
  description: 'read the input as this format, whatever it looks like',
} as const satisfies Flag;
