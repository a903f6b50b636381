import type { CommandSpec } from '../../command.ts';

export const knowledgeExport: CommandSpec = {
  name: 'knowledge export',
  summary: 'Every answer of the registry, 65,536 ports of tcp, udp, sctp and dccp, one line each',
  flags: [{ long: 'ndjson', description: 'one JSON object a line: the only format, and the default' }],
  examples: ['portolan knowledge export --ndjson > registry.ndjson'],
  load: async () => (await import('./run.ts')).run,
};
