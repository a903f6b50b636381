import type { CommandSpec } from '../../command.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'What works here, what needs rights or a package, and what to do about it',
  flags: [
    { ...STORE_FLAG, description: 'look at this store and at nothing else: a folder, or clickhouse://HOST/DATABASE' },
    { long: 'json', description: 'one JSON document' },
    { long: 'strict', description: 'exit code 3 when anything is limited' },
  ],
  notes: `ok: works. limited: works, and shows less or is slower than it could be. missing: an optional part is not there.
Without --strict the exit code is 0 whatever is found.

The package netlink makes certain what /proc leaves to inference (whether an IPv6 wildcard takes IPv4 too), shows the
limit of accept queues and TCP sockets that are only bound, and costs less. It is used as soon as it lies beside
Portolan or among Node's global packages: npm install --global --ignore-scripts netlink@0.3

With --store: whether the store opens or portolan serve answers for it, what is in it, whether the tables have the rows
that the ledger of batches has, how old the last row of each sensor is, what waits in the spool, how much of the disk is
left; of ClickHouse its version and how far replicas are behind. A store that is not there is not begun.`,
  examples: [
    'portolan doctor',
    'sudo portolan doctor',
    'portolan doctor --strict --json',
    'portolan doctor --store /var/lib/portolan/store',
  ],
  load: async () => (await import('./run.ts')).run,
};
