import type { CommandSpec } from '../../command.ts';
import { OVERLAY_FLAG, SERVICES_FLAG } from '../../overlay-flags.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export const mcp: CommandSpec = {
  name: 'mcp',
  summary: 'The same answers for agents: a Model Context Protocol server on standard input and output',
  flags: [SERVICES_FLAG, OVERLAY_FLAG, STORE_FLAG],
  notes: `Tools: explain_port, search_ports, checked_claims, glance, list_sockets, read_traffic; and ask_store, where a store is
there when it begins. All of them read only: an agent cannot audit a host, or end a process. In a client's settings:

  { "mcpServers": { "portolan": { "command": "portolan", "args": ["mcp"] } } }`,
  examples: ['portolan mcp'],
  load: async () => (await import('./run.ts')).run,
};
