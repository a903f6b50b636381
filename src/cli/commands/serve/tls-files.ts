import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { TlsFiles } from '../../../server/http/listen.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** Reads certificate and key, and makes sure that they belong together. Throws CliError. */
export function readTlsFiles({ cert, key }: { readonly cert: string; readonly key: string }): TlsFiles {
  const files = { cert: read(cert, '--tls-cert'), key: read(key, '--tls-key') };
  try {
    createSecureContext(files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.couldNotLook, `${cert} and ${key} are no certificate and its key in PEM: ${reason}`);
  }
  return files;
}

function read(path: string, flag: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError(EXIT.couldNotLook, `${flag}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
