import { openSync, readSync } from 'node:fs';
import { Knowledge } from '../knowledge/knowledge.ts';
import type { ByteSource } from '../knowledge/artefact.ts';
import { CliError, EXIT } from './exit-code.ts';

/** Opens the compiled knowledge base that lies beside the bundle. */
export function openKnowledge(): Knowledge {
  try {
    return new Knowledge(openFile(`${import.meta.dirname}/knowledge.bin`));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      EXIT.couldNotLook,
      `the knowledge base cannot be read: ${reason}. In a checkout, npm start builds it.`,
    );
  }
}

/** Reads parts of a file as they are asked for. It stays open: a command lives shorter than anybody would mind. */
function openFile(path: string): ByteSource {
  const descriptor = openSync(path, 'r');
  return {
    read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
    },
    // TextDecoder builds an ICU converter first, a sixth of Node's own start-up.
    decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
  };
}
