import type { CommandSpec } from '../../command.ts';
import { OVERLAY_FLAG, SERVICES_FLAG } from '../../overlay-flags.ts';

export const mcp: CommandSpec = {
  name: 'mcp',
  summary: 'The same answers for agents: a Model Context Protocol server on standard input and output',
  flags: [SERVICES_FLAG, OVERLAY_FLAG],
  notes: `Tools: explain_port, search_ports. Read-only; nothing is sent anywhere. In a client's settings:

  { "mcpServers": { "portolan": { "command": "portolan", "args": ["mcp"] } } }`,
  examples: ['portolan mcp'],
  load: async () => (await import('./run.ts')).run,
};
