/** Edge: reads the compiled fingerprints, which lie beside the program. */
import { readFileSync } from 'node:fs';
import { FingerprintSet, type FingerprintTable } from './fingerprint-set.ts';

const FILE = `${import.meta.dirname}/fingerprints.json`;

/** Throws where the file is not there: in a checkout, npm start builds it. */
export function openFingerprints(file: string = FILE): FingerprintSet {
  return new FingerprintSet(JSON.parse(readFileSync(file, 'utf8')) as FingerprintTable);
}
