import { faultOn, type LintRule } from '../rule.ts';

/** Licences under which data may be passed on with an Apache-2.0 program, as SPDX names them. */
const ALLOWED = [
  'CC0-1.0',
  'MIT',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'ISC',
  'Unlicense',
  'LicenseRef-US-Government', // works of the United States government: no copyright there (17 U.S.C. 105)
];

/** Lists that may be cited, and of which nothing may be carried: nmap's (NPSL) and those under the GPL. */
const FORBIDDEN = /nmap|netbase|\betc[-/.]services\b|wireshark|\b[al]?gpl\b/i;

export const licence: LintRule = {
  name: 'licence',
  explains: 'Data of a source are carried only under a licence that lets everybody pass them on.',
  *check({ sources }) {
    for (const source of sources) {
      const { id, ref, ships } = source.value;
      if (ships === undefined) continue;
      if (!ALLOWED.includes(ships.licence)) {
        yield faultOn(this, source, ['ships', 'licence'], `"${ships.licence}" is none of ${ALLOWED.join(', ')}`);
      }
      const origin = FORBIDDEN.exec(`${id} ${ref}`)?.[0];
      if (origin === undefined) continue;
      yield faultOn(this, source, ['ships'], `"${id}" may be cited only: nothing of "${origin}" may be carried`);
    }
  },
};
