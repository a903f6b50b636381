import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { ByteSource } from './file-bytes.ts';
import { InputError } from './input-error.ts';
import type { Packing } from './packing.ts';
import { cutNote, damagedNote, damagedSentence } from './packing-words.ts';

/** So many packed bytes are given at a time: what they unpack to has to wait, and may be a thousand times as much. */
const PACKED_BYTES = 16_384;
const CHUNK_BYTES = 262_144;

interface Zstd {
  /** From Node 22.15. */
  readonly createZstdDecompress?: (options: { readonly chunkSize: number }) => Transform;
}

const { createZstdDecompress } = zlib as unknown as Zstd;

/** Whether Node unpacks it by itself. */
export function isUnpackedByNode(packing: Packing): boolean {
  return packing !== 'zstd' || createZstdDecompress !== undefined;
}

function newUnpacker(packing: Packing): Transform {
  const options = { chunkSize: CHUNK_BYTES };
  return packing === 'zstd' && createZstdDecompress !== undefined
    ? createZstdDecompress(options)
    : zlib.createGunzip(options);
}

/**
 * What packed bytes unpack to, piece by piece. Never holds more than a small piece unpacks to, so that a file which
 * unpacks to a million times its size is merely long. Members of a gzip file that follow each other are one input.
 */
export class UnpackedBytes implements ByteSource {
  readonly #packed: ByteSource;
  readonly #path: string;
  readonly #notes: Set<string>;
  readonly #unpacker: Transform;
  readonly #piece = Buffer.allocUnsafe(PACKED_BYTES);
  #queue: Buffer[] = [];
  #queueAt = 0;
  #error: Error | null = null;
  #hasEnded = false;
  #unpackedBytes = 0;

  /** `notes` gets a sentence when the bytes are cut off or damaged: what was unpacked counts. */
  constructor(packed: ByteSource, packing: Packing, path: string, notes: Set<string>) {
    this.#packed = packed;
    this.#path = path;
    this.#notes = notes;
    this.#unpacker = newUnpacker(packing);
    this.#unpacker.on('data', (chunk: Buffer) => this.#queue.push(chunk));
    this.#unpacker.on('error', (error: Error) => (this.#error = error));
  }

  async read(into: Buffer): Promise<number> {
    while (this.#queueAt >= this.#queue.length && !this.#hasEnded) await this.#unpackNext();
    let count = 0;
    while (count < into.length) {
      const chunk = this.#queue[this.#queueAt];
      if (chunk === undefined) break;
      const part = chunk.subarray(0, into.length - count);
      into.set(part, count);
      count += part.length;
      if (part.length < chunk.length) this.#queue[this.#queueAt] = chunk.subarray(part.length);
      else this.#queueAt++;
    }
    this.#unpackedBytes += count;
    return count;
  }

  close(): void {
    this.#hasEnded = true;
    this.#queue = [];
    this.#unpacker.destroy();
    this.#packed.close();
  }

  async #unpackNext(): Promise<void> {
    this.#queue = [];
    this.#queueAt = 0;
    const count = await this.#packed.read(this.#piece);
    if (count > 0) await this.#write(this.#piece.subarray(0, count));
    else await this.#finish();
    if (this.#error === null) return;
    this.#hasEnded = true;
    this.#tellError(this.#error);
  }

  async #write(piece: Buffer): Promise<void> {
    if (this.#unpacker.closed) return;
    await new Promise<void>((resolve) => {
      // One that fails closes without a word to the writer.
      this.#unpacker.once('close', resolve);
      this.#unpacker.write(piece, () => {
        this.#unpacker.off('close', resolve);
        resolve();
      });
    });
  }

  async #finish(): Promise<void> {
    this.#hasEnded = true;
    if (this.#unpacker.closed) return;
    await new Promise<void>((resolve) => {
      this.#unpacker.once('close', resolve);
      this.#unpacker.end();
    });
  }

  #tellError(error: Error): void {
    const isCut = 'code' in error && error.code === 'Z_BUF_ERROR';
    if (isCut) {
      this.#notes.add(cutNote(this.#path));
    } else if (this.#unpackedBytes > 0 || this.#queue.length > 0) {
      this.#notes.add(damagedNote(this.#path, error.message));
    } else {
      throw new InputError(damagedSentence(this.#path, error.message, 'gzip -t'));
    }
  }
}
