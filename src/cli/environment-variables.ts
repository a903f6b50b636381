/** Every variable of the environment that Portolan reads, for the man page; test/e2e/man.test.ts compares with the source. */
export const ENVIRONMENT_VARIABLES: readonly (readonly [name: string, meaning: string])[] = [
  ['NO_COLOR', 'Any value but the empty one switches colour off (https://no-color.org).'],
  ['FORCE_COLOR', 'Any value but 0 and the empty one switches colour on, also where the output is no terminal.'],
  ['TERM', 'The value dumb switches colour off.'],
  [
    'PORTOLAN_ROOT',
    'A folder that is read in place of /, for the tables under proc and for the names of users: a recorded machine, or the root of the host mounted into a container.',
  ],
  ['SYSTEMROOT', 'On Windows, the folder of the system, whose own commands tell the sockets.'],
  [
    'PORTOLAN_BACKEND',
    'Where sockets are read from: proc, or netlink, which needs the optional package netlink. Without it, netlink where that package is installed. portolan doctor says which and why.',
  ],
  ['XDG_CONFIG_HOME', 'The folder in which your own portolan/portolan.yaml is looked for, in place of ~/.config.'],
  ['HOME', 'Where ~/.config and ~/.local/state are, when XDG_CONFIG_HOME and XDG_STATE_HOME are not set.'],
  ['XDG_STATE_HOME', 'The folder in which portolan/leases.json is kept, in place of ~/.local/state.'],
  ['XDG_STATE_HOME', 'The folder in which portolan/snapshots keeps saved snapshots, in place of ~/.local/state.'],
  ['HOME', 'Where ~/.config and ~/.local/state are, when XDG_CONFIG_HOME and XDG_STATE_HOME are not set.'],
  [
    'SUDO_UID',
    'The user who called sudo, and whose portolan.yaml in a project folder root believes as well as its own.',
  ],
  ['NODE_EXTRA_CA_CERTS', 'Read by Node itself, at every start and at a cost; portolan doctor says so when it is set.'],
  ['PORTOLAN_STORE', 'The store that is meant where --store is not given: a folder, or clickhouse://HOST/DATABASE.'],
  ['PORTOLAN_TOKEN', 'The token of this sensor for portolan ingest --to, where --token-file is not given.'],
  ['PORTOLAN_STORE_PASSWORD', 'Password of the ClickHouse that is the store.'],
  ['PORTOLAN_TOKEN', 'The token for a collector, where no --token-file is given.'],
  ['STATE_DIRECTORY', 'The folder that systemd keeps for the service; the store is the folder store in it.'],
  ['NOTIFY_SOCKET', 'Where systemd waits to be told that portolan serve is ready.'],
  ['PORTOLAN_DEBUG', 'When set, an unexpected failure shows where in the program it happened.'],
];
