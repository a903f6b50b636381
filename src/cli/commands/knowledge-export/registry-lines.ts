import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { portClass } from '../../../knowledge/registry-entry.ts';
import { MAX_PORT } from '../../../net/port.ts';
import { TRANSPORTS } from '../../../net/transport.ts';
import type { Context } from '../../context.ts';
import type { RegistryLine } from '../../documents.ts';

/** All 262,144 answers of the registry, in order of transport, then port. */
export function writeRegistry(knowledge: Knowledge, context: Context): void {
  for (const transport of TRANSPORTS) {
    for (let port = 0; port <= MAX_PORT; port++) {
      const { status, names } = knowledge.registry.lookUp(port, transport);
      const line: RegistryLine = { port, transport, class: portClass(port), status, names };
      context.stdout.line(JSON.stringify(line));
    }
  }
}
