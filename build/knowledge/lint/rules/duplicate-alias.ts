import type { Dossier } from '../../../../src/knowledge/dossier.ts';
import type { Named } from '../../hand-written.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const duplicateAlias: LintRule = {
  name: 'duplicate-alias',
  explains: 'An alias adds a name: one that is not in the dossier already, and not the short name of another service.',
  *check({ dossiers }) {
    const shortNames = ownersOfShortNames(dossiers);
    for (const dossier of dossiers) {
      const { title, shortName, aliases, kind } = dossier.value;
      const names = new Map([[title.toLowerCase(), 'is the title']]);
      if (shortName !== undefined) names.set(shortName.toLowerCase(), 'is the short name');
      for (const [index, alias] of aliases.entries()) {
        const name = alias.toLowerCase();
        const problem =
          names.get(name) ?? (kind === 'service' ? shortNameOf(shortNames.get(name), dossier) : undefined);
        if (problem !== undefined) yield faultOn(this, dossier, ['aliases', index], `"${alias}" ${problem}`);
        names.set(name, 'is there already');
      }
    }
  },
};

function ownersOfShortNames(dossiers: readonly Named<Dossier>[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const { file, value } of dossiers) {
    if (value.kind !== 'service' || value.shortName === undefined) continue;
    owners.set(value.shortName, [...(owners.get(value.shortName) ?? []), file]);
  }
  return owners;
}

function shortNameOf(files: readonly string[] = [], { file }: Named<Dossier>): string | undefined {
  const other = files.find((one) => one !== file);
  return other === undefined ? undefined : `is the short name of ${other}`;
}
