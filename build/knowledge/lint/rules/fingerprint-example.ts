import { FingerprintSet } from '../../../../src/audit/identify/fingerprints/fingerprint-set.ts';
import { fingerprintTable } from '../../fingerprint-table.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const fingerprintExample: LintRule = {
  name: 'fingerprint-example',
  explains:
    'A fingerprint tells its own examples before any other does, with their versions, and none of its near misses.',
  *check({ fingerprints }) {
    for (const file of fingerprints) {
      const all = new FingerprintSet(fingerprintTable([file]));
      const { service } = file.value;
      for (const [index, fingerprint] of file.value.fingerprints.entries()) {
        const { on, product, examples, nearMisses = [] } = fingerprint;
        const alone = new FingerprintSet({ [service]: [fingerprint] });
        for (const [number, { text, version = null }] of examples.entries()) {
          const path = ['fingerprints', index, 'examples', number];
          const own = alone.match(service, on, text);
          const first = all.match(service, on, text);
          if (own === null) yield faultOn(this, file, path, 'the pattern does not fit it');
          else if (own.version !== version) {
            yield faultOn(this, file, path, `the version found is ${own.version ?? 'none'}, not ${version ?? 'none'}`);
          } else if (first?.product !== product || first.version !== version) {
            yield faultOn(this, file, path, `${first?.product} stands before it and fits as well`);
          }
        }
        for (const [number, text] of nearMisses.entries()) {
          if (alone.match(service, on, text) === null) continue;
          yield faultOn(this, file, ['fingerprints', index, 'nearMisses', number], 'the pattern fits it');
        }
      }
    }
  },
};
