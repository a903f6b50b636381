import { openSync, readFileSync, readSync } from 'node:fs';
import { Knowledge } from '../knowledge/knowledge.ts';
import type { ByteSource } from '../knowledge/artefact.ts';
import { CliError, EXIT } from './exit-code.ts';

const FILE = `${import.meta.dirname}/knowledge.bin`;

/** Opens the compiled knowledge base that lies beside the bundle, for a few look-ups. */
export function openKnowledge(): Knowledge {
  return open(openFile);
}

/** The same read at once: for whoever goes through all of it. */
export function openWholeKnowledge(): Knowledge {
  return open(readFile);
}

function open(read: (path: string) => ByteSource): Knowledge {
  try {
    return new Knowledge(read(FILE));
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
    decode,
  };
}

function readFile(path: string): ByteSource {
  const bytes = readFileSync(path);
  return { read: (offset, length) => bytes.subarray(offset, offset + length), decode };
}

/** TextDecoder builds an ICU converter first, a sixth of Node's own start-up. */
function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
