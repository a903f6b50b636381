import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { explainPort } from './explain-port.ts';
import { searchPorts } from './search-ports.ts';
import type { Desk } from './tool.ts';

const INSTRUCTIONS =
  'Portolan answers questions about network ports from a local, sourced knowledge base. It sends nothing anywhere. ' +
  'Always show the number beside the name, and never call a port malicious because of its number.';

/** Speaks the Model Context Protocol on standard input and output until the input ends. */
export async function serveMcp(desk: Desk, version: string): Promise<void> {
  const handle = serveStdio(() => createServer(desk, version));
  await new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
  await handle.close();
}

function createServer(desk: Desk, version: string): McpServer {
  const server = new McpServer({ name: 'portolan', title: 'Portolan', version }, { instructions: INSTRUCTIONS });
  server.registerTool(explainPort.name, explainPort.config, (input) => explainPort.run(input, desk));
  server.registerTool(searchPorts.name, searchPorts.config, (input) => searchPorts.run(input, desk));
  return server;
}
