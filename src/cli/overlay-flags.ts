import type { Flag } from './command.ts';

export const OVERLAY_FLAG: Flag = { long: 'no-overlay', description: 'leave your own notes (portolan.yaml) aside' };

export const SERVICES_FLAG: Flag = {
  long: 'services',
  value: 'FILE',
  description: "also show the names of a list on this machine, such as /etc/services or nmap's",
};
