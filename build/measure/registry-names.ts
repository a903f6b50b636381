import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { MAX_PORT, type PortKey } from '../../src/net/port.ts';
import { TRANSPORTS } from '../../src/net/transport.ts';

/** Every run of ports that the registry has the same to say of, with its names, of all transports. */
function* registryRuns(knowledge: Knowledge): Generator<PortKey & { readonly names: readonly string[] }> {
  for (const transport of TRANSPORTS) {
    for (let from = 0; from <= MAX_PORT;) {
      const { value, to } = knowledge.registry.spanOf(from, transport);
      yield { from, to, transport, names: value.names };
      from = to + 1;
    }
  }
}

/** Every single port with a registered name, as `443/tcp`. */
export function* namedPorts(
  knowledge: Knowledge,
): Generator<{ readonly key: string; readonly names: readonly string[] }> {
  for (const { from, to, transport, names } of registryRuns(knowledge)) {
    if (names.length === 0) continue;
    for (let port = from; port <= to; port++) yield { key: `${port}/${transport}`, names };
  }
}
