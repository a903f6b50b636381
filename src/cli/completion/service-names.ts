import type { Knowledge } from '../../knowledge/knowledge.ts';
import { cut } from '../width.ts';

/** Names of ports that the shells propose. They are written into the script, so that Tab starts no program. */
export interface ServiceNames {
  /** The name of each dossier, with its port and title. */
  readonly described: readonly (readonly [name: string, description: string])[];
  /** Names of malicious and abused programs. */
  readonly others: readonly string[];
}

/** One word that begins with a letter or digit and is no number, and that no shell takes for anything else. */
const PROPOSED = /^(?=.*[a-z])[a-z0-9][a-z0-9._+-]*$/;
const DESCRIPTION_WIDTH = 40;
/**
 * The 15,000 names of the registry are left out: they would make the script slow to load, and hide the few hundred that
 * people mean. So are other names of a dossier: `explain` and `search` know them all.
 */
export function serviceNames(knowledge: Knowledge): ServiceNames {
  const described = new Map<string, string>();
  const others = new Set<string>();
  for (const { kind, keys, shortName, title } of knowledge.dossiers()) {
    if (kind !== 'service') continue;
    const name = shortName?.toLowerCase() ?? '';
    if (PROPOSED.test(name) && !described.has(name)) {
      described.set(name, cut(`${keys[0] ?? ''} ${title}`, DESCRIPTION_WIDTH));
    }
  }
  for (const { name } of knowledge.programs()) others.add(name.toLowerCase());
  return {
    described: [...described].sort(([a], [b]) => (a < b ? -1 : 1)),
    others: [...others].filter((name) => PROPOSED.test(name) && !described.has(name)).sort(),
  };
}

/** All of them, for a shell that shows no descriptions. */
export function allServiceNames({ described, others }: ServiceNames): string[] {
  return [...described.map(([name]) => name), ...others].sort();
}
