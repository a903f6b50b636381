import type { Fingerprint } from '../../src/audit/identify/fingerprints/fingerprint.ts';
import type { FingerprintTable } from '../../src/audit/identify/fingerprints/fingerprint-set.ts';
import type { FingerprintFile } from './fingerprint-schema.ts';
import type { Named } from './hand-written.ts';

/** What the audit needs of the files: without examples, sources and notes. */
export function fingerprintTable(files: readonly Named<FingerprintFile>[]): FingerprintTable {
  return Object.fromEntries(files.map(({ value }) => [value.service, value.fingerprints.map(carried)]));
}

function carried({
  on,
  pattern,
  isBothCases,
  product,
  vendor,
  os,
  cpe,
}: FingerprintFile['fingerprints'][number]): Fingerprint {
  return {
    on,
    pattern,
    product,
    ...(isBothCases === undefined ? {} : { isBothCases }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(os === undefined ? {} : { os }),
    ...(cpe === undefined ? {} : { cpe }),
  };
}
