import type { Path } from '../../hand-written.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const namedByNobody: LintRule = {
  name: 'named-by-nobody',
  explains: 'A pattern whose ports are those of the dossiers that name it is named by one.',
  *check({ dossiers, patterns }) {
    const named = new Set(dossiers.flatMap(({ value }) => value.patterns));
    for (const pattern of patterns) {
      if (named.has(pattern.value.id)) continue;
      for (const path of pathsOfNamed(pattern.value.signs, ['signs'])) {
        yield faultOn(this, pattern, path, `no dossier names "${pattern.value.id}", so the sign has no ports`);
      }
    }
  },
};

/** Where `named` stands among the ports of a condition, however deep the condition lies in a sign. */
function* pathsOfNamed(value: unknown, path: Path): Generator<Path> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const isPorts = (key === 'sport' || key === 'dport') && Array.isArray(child);
    if (isPorts && child.includes('named')) yield [...path, key, child.indexOf('named')];
    else yield* pathsOfNamed(child, [...path, key]);
  }
}
