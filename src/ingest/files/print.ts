import { createHash } from 'node:crypto';
import { PRINT_BYTES, type Beginning } from './file-record.ts';

/** The beginning and the end of what passes by, kept as little as they are. */
export class Print {
  length = 0;
  readonly #head = Buffer.alloc(PRINT_BYTES);
  #tail = Buffer.alloc(0);

  add(chunk: Uint8Array): void {
    const room = PRINT_BYTES - this.length;
    if (room > 0) this.#head.set(chunk.subarray(0, room), this.length);
    this.length += chunk.length;
    const last = Buffer.from(chunk.subarray(Math.max(chunk.length - PRINT_BYTES, 0)));
    this.#tail =
      last.length === PRINT_BYTES ? last : Buffer.from(Buffer.concat([this.#tail, last]).subarray(-PRINT_BYTES));
  }

  /** With so many bytes of it, or as many as there were. */
  beginning(length = PRINT_BYTES): Beginning {
    const bytes = this.#head.subarray(0, Math.min(length, this.length));
    return { length: bytes.length, hash: hashOf(bytes) };
  }

  get tail(): string {
    return hashOf(this.#tail);
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
