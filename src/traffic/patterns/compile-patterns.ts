import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Algorithm, Pattern } from '../../knowledge/pattern.ts';
import { MAX_PORT } from '../../net/port.ts';
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
  const named = knowledge.portsOfPatterns;
  let known: PortMap | null = null;
  const registered = (): PortMap => (known ??= registeredPorts(knowledge));
  for (const pattern of patterns) {
    const names: NamedPorts = { named: named[pattern.id] ?? [], ephemeral: EPHEMERAL, registered };
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

function registeredPorts(knowledge: Knowledge): PortMap {
  const bits = knowledge.registry.assignedPorts;
  return new Uint8Array(MAX_PORT + 1).map((_, port) => ((bits[port >> 3] ?? 0) >> (port & 7)) & 1);
}
