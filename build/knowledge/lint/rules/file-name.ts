import { parsePortKey } from '../../../../src/net/port.ts';
import { portFilePrefix } from '../../port-file.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const fileName: LintRule = {
  name: 'file-name',
  explains:
    "A dossier's file begins with its first port, a pattern's is named by its id, one of fingerprints by its service.",
  *check({ dossiers, patterns, fingerprints }) {
    for (const dossier of dossiers) {
      const key = parsePortKey(dossier.value.keys[0] ?? '');
      if (key === null) continue;
      const prefix = `ports/${portFilePrefix(key)}`;
      if (!dossier.file.startsWith(prefix)) yield faultOn(this, dossier, ['keys', 0], `must begin with ${prefix}`);
    }
    for (const pattern of patterns) {
      const name = `patterns/${pattern.value.id}.yaml`;
      if (pattern.file !== name) yield faultOn(this, pattern, ['id'], `must be ${name}`);
    }
    for (const file of fingerprints) {
      const name = `fingerprints/${file.value.service}.yaml`;
      if (file.file !== name) yield faultOn(this, file, ['service'], `must be ${name}`);
    }
  },
};
