import type { CommandSpec } from '../../command.ts';

export const demo: CommandSpec = {
  name: 'demo',
  summary: 'Show the page over a host that is invented, so that anybody can look in ten seconds',
  flags: [
    {
      long: 'listen',
      value: 'ADDRESS:PORT',
      description: 'where the page is, on loopback (default 127.0.0.1 and any free port)',
    },
  ],
  notes: `On start it prints the address of the page, with a token of this run; Ctrl-C ends it.

Sockets, firewall log and audit are those of a host that does not exist, db-3: made by code, the same each time, at a time that
is invented too. Nothing of this machine is looked at and no packet is sent. The log lies in a temporary folder, which
goes at the end; no store is needed.

The page does all that it does with portolan serve, but for one thing: an audit or one of its checks asks nobody.`,
  examples: ['portolan demo', 'portolan demo --listen 127.0.0.1:8080'],
  load: async () => (await import('./run.ts')).run,
};
