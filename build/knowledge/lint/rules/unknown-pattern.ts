import { faultOn, type LintRule } from '../rule.ts';

export const unknownPattern: LintRule = {
  name: 'unknown-pattern',
  explains: 'A pattern that a dossier names has a file in patterns/, where patterns are kept.',
  *check({ dossiers, patterns }) {
    if (patterns.length === 0) return;
    const known = new Set(patterns.map(({ value }) => value.id));
    for (const dossier of dossiers) {
      for (const [index, id] of dossier.value.patterns.entries()) {
        if (!known.has(id)) yield faultOn(this, dossier, ['patterns', index], `"${id}" has no file in patterns/`);
      }
    }
  },
};
