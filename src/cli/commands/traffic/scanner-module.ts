import { readFileSync } from 'node:fs';

/** The netfilter scanner: beside the program where that is built; null where the sources run, which read the same without it. */
export function scannerModule(): Uint8Array | null {
  try {
    return readFileSync(`${import.meta.dirname}/netfilter-scan.wasm`);
  } catch {
    return null;
  }
}
