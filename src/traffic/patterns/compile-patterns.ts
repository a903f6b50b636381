import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Algorithm, Pattern } from '../../knowledge/pattern.ts';
import { MAX_PORT, parsePortKey } from '../../net/port.ts';
import { CompiledAlgorithm, CompiledCount } from './compiled-sign.ts';
import type { NamedPorts, PortMap } from './port-set.ts';

export interface CompiledPatterns {
  readonly counts: readonly CompiledCount[];
  readonly algorithms: ReadonlyMap<Algorithm, readonly CompiledAlgorithm[]>;
}

/**
 * Linux' default range of client ports (net.ipv4.ip_local_port_range); BSD, macOS and Windows take those from 49152 on,
 * which lie behind it (RFC 6335 section 6).
 */
const EPHEMERAL = [32_768, 65_535] as const;

/** Compiling reads all dossiers: once for each knowledge base is enough. */
const compiled = new WeakMap<Knowledge, CompiledPatterns>();

/** All patterns of the knowledge base, ready to be tested. */
export function compilePatterns(knowledge: Knowledge, patterns?: Iterable<Pattern>): CompiledPatterns {
  if (patterns !== undefined) return compile(knowledge, patterns);
  const known = compiled.get(knowledge) ?? compile(knowledge, knowledge.patterns());
  compiled.set(knowledge, known);
  return known;
}

function compile(knowledge: Knowledge, patterns: Iterable<Pattern>): CompiledPatterns {
  const counts: CompiledCount[] = [];
  const algorithms = new Map<Algorithm, CompiledAlgorithm[]>();
  const named = namedPorts(knowledge);
  let known: PortMap | null = null;
  const registered = (): PortMap => (known ??= registeredPorts(knowledge));
  for (const pattern of patterns) {
    const names: NamedPorts = { named: named.get(pattern.id) ?? [], ephemeral: EPHEMERAL, registered };
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

function registeredPorts(knowledge: Knowledge): PortMap {
  const map = new Uint8Array(MAX_PORT + 1);
  for (const transport of ['tcp', 'udp'] as const) {
    for (let port = 0; port <= MAX_PORT;) {
      const { value, to } = knowledge.registry.spanOf(port, transport);
      if (value.status === 'assigned') map.fill(1, port, to + 1);
      port = to + 1;
    }
  }
  return map;
}
