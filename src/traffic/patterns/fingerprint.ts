import type { Knowledge } from '../../knowledge/knowledge.ts';

/** What is the same only where the same events mean the same: patterns, the ports that dossiers name, registered ports. */
export function* patternFacts(knowledge: Knowledge): Generator<string | Uint8Array> {
  for (const { id, kind, severity, signs } of knowledge.patterns()) {
    yield JSON.stringify([id, kind, severity, signs, knowledge.portsOfPatterns[id] ?? []]);
  }
  yield knowledge.registry.assignedPorts;
}
