import type { Dossier } from '../../src/knowledge/dossier.ts';
import type { Pattern } from '../../src/knowledge/pattern.ts';
import type { Program } from '../../src/knowledge/program.ts';

/** The smallest dossier that builds. */
export function dossier(title: string, keys: readonly string[], sources: readonly string[] = ['iana']): Dossier {
  return {
    kind: 'service',
    keys,
    title,
    aliases: [],
    summary: { text: title, sources, confidence: 'single' },
    uses: [],
    pairs: [],
    advice: [],
    corrections: [],
    confirms: [],
    patterns: [],
    attack: [],
    vulnerabilities: [],
    noise: [],
    revised: '2026-01-02',
  };
}

/** The smallest program that builds. */
export function program(name: string, keys: readonly string[], sources: readonly string[] = ['iana']): Program {
  return {
    name,
    kind: 'trojan',
    aliases: [],
    summary: { text: name, sources, confidence: 'single' },
    ports: keys.map((key) => ({ key, direction: 'unknown', sources, confidence: 'single' })),
    claims: [],
  };
}

/** The smallest pattern that builds. */
export function pattern(id: string, sources: readonly string[] = ['iana'], claims: readonly string[] = []): Pattern {
  return {
    id,
    title: `About ${id}`,
    aliases: [],
    kind: 'scan',
    severity: 'low',
    meaning: { text: id, sources, confidence: 'single' },
    signs: [{ by: 'count', shows: id, when: { dport: [7] }, per: 'event', confidence: 'low' }],
    innocent: [{ text: id, tell: id, sources, confidence: 'single' }],
    advice: [{ audience: 'host', do: id, sources, confidence: 'single' }],
    attack: [],
    claims,
    revised: '2026-01-02',
  };
}
