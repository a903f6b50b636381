/** Edge: reads the files of a checkout of rapid7/recog, which somebody has on this machine. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RecogFingerprints } from './recog-fingerprints.ts';

/** The largest of recog's files has 0.5 MB. */
const MAX_BYTES = 8 * 1024 * 1024;

/** `folder` is the checkout, or its folder `xml`. Throws an Error with a sentence for people where it is neither. */
export function openRecog(folder: string): RecogFingerprints {
  const place = [folder, join(folder, 'xml')].find((each) => hasFingerprints(each));
  if (place === undefined) {
    throw new Error(
      `${folder} holds no fingerprints of recog: expected files such as ftp_banners.xml in it or in its folder xml`,
    );
  }
  return new RecogFingerprints((file) => {
    const path = join(place, file);
    try {
      return statSync(path).size > MAX_BYTES ? null : readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  });
}

function hasFingerprints(folder: string): boolean {
  try {
    return readdirSync(folder).includes('ftp_banners.xml');
  } catch {
    return false;
  }
}
