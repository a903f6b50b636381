import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { askStore } from './ask-store.ts';
import { checkedClaims } from './checked-claims.ts';
import { explainPort } from './explain-port.ts';
import { glance } from './glance.ts';
import { listSockets } from './list-sockets.ts';
import { PatientTransport } from './patient-transport.ts';
import { readTraffic } from './read-traffic.ts';
import { searchPorts } from './search-ports.ts';
import type { Desk } from './tool.ts';

const INSTRUCTIONS =
  'Portolan answers questions about network ports from a local, sourced knowledge base, and says what listens on ' +
  'this machine and what its logs show. It changes nothing. ' +
  'Always show the number beside the name, and never call a port malicious because of its number.';

/** Speaks the Model Context Protocol on standard input and output until the input ends and what came by then is answered. */
export async function serveMcp(desk: Desk, version: string): Promise<void> {
  const transport = new PatientTransport(process.stdin);
  const handle = serveStdio(() => createServer(desk, version), { transport });
  await new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
  await transport.finished();
  await handle.close();
}

function createServer(desk: Desk, version: string): McpServer {
  const server = new McpServer({ name: 'portolan', title: 'Portolan', version }, { instructions: INSTRUCTIONS });
  server.registerTool(explainPort.name, explainPort.config, (input) => explainPort.run(input, desk));
  server.registerTool(searchPorts.name, searchPorts.config, (input) => searchPorts.run(input, desk));
  server.registerTool(checkedClaims.name, checkedClaims.config, (input) => checkedClaims.run(input, desk));
  server.registerTool(glance.name, glance.config, () => glance.run(desk));
  server.registerTool(listSockets.name, listSockets.config, (input) => listSockets.run(input, desk));
  server.registerTool(readTraffic.name, readTraffic.config, (input) => readTraffic.run(input, desk));
  const ask = desk.askStore;
  if (ask !== null) server.registerTool(askStore.name, askStore.config, (input) => askStore.run(input, ask));
  return server;
}
