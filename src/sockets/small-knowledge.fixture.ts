import { encodeKnowledge } from '../../build/knowledge/encode.ts';
import { dossier as smallestDossier } from '../../build/knowledge/samples.fixture.ts';
import { bytesInMemory } from '../knowledge/artefact.ts';
import type { Dossier, RiskLevel } from '../knowledge/dossier.ts';
import { Knowledge } from '../knowledge/knowledge.ts';

const SOURCED = { sources: ['test'], confidence: 'single' } as const;

/** A dossier with what a test says of it and nothing else. */
export function dossier(keys: readonly string[], fields: Partial<Dossier> = {}): Dossier {
  return { ...smallestDossier(`the service of ${keys.join(', ')}`, keys, SOURCED.sources), ...fields };
}

/** Names of the programs that usually provide the service, as a dossier states them. */
export function usedBy(...processes: string[]): Pick<Dossier, 'uses'> {
  return { uses: [{ name: 'its use', kind: 'official', processes, ...SOURCED }] };
}

export function risk(internet: RiskLevel, lan: RiskLevel, loopback: RiskLevel): Pick<Dossier, 'risk'> {
  return { risk: { internet, lan, loopback, why: 'No password. Whoever reaches it can write.', ...SOURCED } };
}

/** A knowledge base of these dossiers, and of a registry that knows these names: `{ '80/tcp': ['http', 'www'] }`. */
export function knowledgeOf(
  dossiers: readonly Dossier[],
  registered: Readonly<Record<string, readonly string[]>> = {},
): Knowledge {
  const rows = Object.entries(registered).flatMap(([key, names]) => {
    const [number = '', transport = ''] = key.split('/');
    return names.map((name) => ({
      name,
      number,
      transport,
      description: '',
      references: [],
      registered: '',
      modified: '',
      serviceCode: '',
      unauthorizedUse: '',
      note: '',
    }));
  });
  const bytes = encodeKnowledge({
    registry: { updated: '2026-11-22', rows },
    dossiers,
    programs: [],
    patterns: [],
    sources: [],
    claims: [],
  });
  return new Knowledge(bytesInMemory(bytes));
}
