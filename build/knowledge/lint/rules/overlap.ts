import type { Dossier } from '../../../../src/knowledge/dossier.ts';
import { formatPortKey, parsePortKey, type PortKey } from '../../../../src/net/port.ts';
import type { Named } from '../../hand-written.ts';
import { contend } from '../../overlap.ts';
import { faultOn, type LintRule } from '../rule.ts';

interface Claimed {
  readonly dossier: Named<Dossier>;
  /** The key's place in the dossier's list. */
  readonly index: number;
  readonly key: PortKey;
}

export const overlap: LintRule = {
  name: 'overlap',
  explains: 'Two dossiers of one kind never claim the same port, unless one lies inside the other.',
  *check({ dossiers }) {
    for (const kind of ['service', 'class'] as const) {
      const claimed = dossiers
        .filter(({ value }) => value.kind === kind)
        .flatMap(claimsOf)
        .sort(({ key: a }, { key: b }) => a.from - b.from || b.to - a.to);
      for (const [position, current] of claimed.entries()) {
        for (const next of claimed.slice(position + 1)) {
          if (next.key.from > current.key.to) break;
          if (!contend(current.key, next.key)) continue;
          const message = `${formatPortKey(next.key)} is also claimed by ${current.dossier.file}`;
          yield faultOn(this, next.dossier, ['keys', next.index], message);
        }
      }
    }
  },
};

function claimsOf(dossier: Named<Dossier>): Claimed[] {
  return dossier.value.keys.flatMap((text, index) => {
    const key = parsePortKey(text);
    return key === null ? [] : [{ dossier, index, key }];
  });
}
