import type { CommandSpec } from '../../command.ts';

export const auditDiff: CommandSpec = {
  name: 'audit diff',
  summary: 'What is different between two audits: ports, services, verdicts, findings',
  argument: { name: 'BEFORE AFTER', description: "two files: audit --json, or nmap's XML" },
  flags: [
    { long: 'strict', description: 'exit with 1 where anything is different, not only what is to be looked at' },
    { long: 'json', description: 'one JSON document', excludes: ['ndjson'] },
    { long: 'ndjson', description: 'one difference a line', excludes: ['json'] },
  ],
  notes:
    'Exits with 1 where a difference is to be looked at: a port that opened, a service that changed, a verdict that became worse, a new finding.',
  examples: [
    'portolan audit diff monday.json tuesday.json',
    'portolan audit diff nmap-before.xml nmap-after.xml --json',
  ],
  load: async () => (await import('./run.ts')).run,
};
