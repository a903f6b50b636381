import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Algorithm, Pattern } from '../../knowledge/pattern.ts';
import { parsePortKey } from '../../net/port.ts';
import { CompiledAlgorithm, CompiledCount } from './compiled-sign.ts';
import type { NamedPorts } from './port-set.ts';

export interface CompiledPatterns {
  readonly counts: readonly CompiledCount[];
  readonly algorithms: ReadonlyMap<Algorithm, readonly CompiledAlgorithm[]>;
}

/**
 * Linux' default range of client ports (net.ipv4.ip_local_port_range); BSD, macOS and Windows take those from 49152 on,
 * which lie behind it (RFC 6335 section 6).
 */
const EPHEMERAL = [32_768, 65_535] as const;

/** All patterns of the knowledge base, ready to be tested. */
export function compilePatterns(
  knowledge: Knowledge,
  patterns: Iterable<Pattern> = knowledge.patterns(),
): CompiledPatterns {
  const counts: CompiledCount[] = [];
  const algorithms = new Map<Algorithm, CompiledAlgorithm[]>();
  const named = namedPorts(knowledge);
  const isRegistered = (port: number): boolean =>
    (['tcp', 'udp'] as const).some((transport) => knowledge.registry.lookUp(port, transport).status === 'assigned');
  for (const pattern of patterns) {
    const names: NamedPorts = { named: named.get(pattern.id) ?? [], ephemeral: EPHEMERAL, isRegistered };
    for (const sign of pattern.signs) {
      if (sign.by === 'count') counts.push(new CompiledCount(pattern, sign, names));
      else if (sign.by === 'algorithm') {
        const list = algorithms.get(sign.algorithm) ?? [];
        list.push(new CompiledAlgorithm(pattern, sign, names));
        algorithms.set(sign.algorithm, list);
      }
    }
  }
  return { counts, algorithms };
}

/** Ports of the service dossiers that name a pattern. Dossiers of whole classes of numbers say nothing of a port. */
function namedPorts(knowledge: Knowledge): Map<string, number[]> {
  const named = new Map<string, number[]>();
  for (const { kind, keys, patterns } of knowledge.dossiers()) {
    if (kind === 'class') continue;
    for (const pattern of patterns) {
      const ports = named.get(pattern) ?? [];
      named.set(pattern, ports);
      for (const key of keys) {
        const range = parsePortKey(key);
        if (range !== null) for (let port = range.from; port <= range.to; port++) ports.push(port);
      }
    }
  }
  return named;
}
