import type { Flag } from '../command.ts';
import { INPUT_FORMAT_FLAG } from '../log-flags.ts';

/** What is read as it comes, in the words of every command that stores it. */
export const LIVE_FLAGS = {
  follow: {
    long: 'follow',
    description: 'read the files as they grow, through rotation; from where an earlier run ended',
  },
  from: {
    long: 'from',
    value: 'WHERE',
    values: ['start', 'end'],
    description: 'where a followed file is begun the first time: end (by default) for what is new, start for all of it',
  },
  journal: {
    long: 'journal',
    description: "read the kernel's messages of the systemd journal as they come",
  },
  syslog: {
    long: 'listen-syslog',
    value: '[ADDRESS:]PORT',
    description: 'take syslog over UDP and TCP; from this machine only, unless an address is given',
  },
  netflow: {
    long: 'listen-netflow',
    value: '[ADDRESS:]PORT',
    description: 'take NetFlow and IPFIX over UDP; from this machine only, unless an address is given',
  },
  format: INPUT_FORMAT_FLAG,
} as const satisfies Readonly<Record<string, Flag>>;
