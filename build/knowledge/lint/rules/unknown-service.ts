import { DATAGRAM_PROTOCOLS } from '../../../../src/audit/identify/protocols/datagrams.ts';
import { PROTOCOLS } from '../../../../src/audit/identify/protocols/protocols.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const unknownService: LintRule = {
  name: 'unknown-service',
  explains: 'Fingerprints are of a protocol that the audit knows to ask: src/audit/identify/protocols/.',
  *check({ fingerprints }) {
    const known = new Set([...PROTOCOLS, ...DATAGRAM_PROTOCOLS].map(({ service }) => service));
    for (const file of fingerprints) {
      const { service } = file.value;
      if (!known.has(service)) yield faultOn(this, file, ['service'], `"${service}" is asked by nobody`);
    }
  },
};
