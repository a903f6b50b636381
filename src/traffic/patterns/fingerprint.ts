import { createHash } from 'node:crypto';
import type { Knowledge } from '../../knowledge/knowledge.ts';

/** What is the same only where the same events mean the same: patterns, the ports that dossiers name, registered ports. */
export function patternFingerprint(knowledge: Knowledge): Buffer {
  const hash = createHash('sha256');
  for (const { id, kind, severity, signs } of knowledge.patterns()) {
    hash.update(JSON.stringify([id, kind, severity, signs, knowledge.portsOfPatterns[id] ?? []]));
  }
  return hash.update(knowledge.registry.assignedPorts).digest();
}
