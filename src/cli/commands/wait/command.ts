import type { CommandSpec } from '../../command.ts';

export const wait: CommandSpec = {
  name: 'wait',
  summary: 'Wait until a TCP port accepts connections, answers over HTTP, or is free',
  argument: {
    name: 'PORT|HOST:PORT',
    description: '5432, localhost:3000, 10.0.0.9:22, [::1]:8080; without a host this one, over IPv4 and IPv6',
  },
  flags: [
    {
      long: 'free',
      description: 'wait until nobody accepts connections; on this host, until the port can be bound',
      excludes: ['http'],
    },
    {
      long: 'http',
      inlineValue: 'PATH',
      description: 'wait for an answer over HTTP: any status of /, or with a path, 200 to 299 of that path',
      excludes: ['free'],
    },
    { long: 'timeout', value: 'TIME', description: 'give up after 500ms, 30s, 5m or 1h; 30s by default, 0 looks once' },
    { long: 'interval', value: 'TIME', description: 'time between two looks, 50ms by default' },
    { long: 'json', description: 'one JSON document' },
  ],
  notes:
    'Nothing is printed when it succeeds. Exit code 1: it did not happen in time, and stderr says what was seen last.',
  examples: [
    'portolan wait 5432 && npm test',
    'portolan wait localhost:3000 --http=/health --timeout 2m',
    'portolan wait 8080 --free --timeout 5s',
  ],
  load: async () => (await import('./run.ts')).run,
};
