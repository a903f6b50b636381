import type { Flag } from '../command.ts';

export const SNAPSHOTS_FLAG: Flag = {
  long: 'snapshots',
  value: 'TIME',
  description: 'store what listens on this machine each TIME: 60s, 5m',
};
