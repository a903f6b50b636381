/**
 * Unpacks zstd (RFC 8878) where Node cannot: before 22.15. The package fzstd decodes the blocks; what a frame says of
 * itself is read here first, so that no block and no window is larger than it may be, and no more than one block is
 * unpacked ahead of the reader. Its checksums are not verified.
 */
import { Decompress } from 'fzstd';
import type { ByteSource } from './file-bytes.ts';
import { InputError } from './input-error.ts';
import { cutNote, damagedNote, damagedSentence } from './packing-words.ts';

const PIECE_BYTES = 65_536;
const NOTHING = Buffer.alloc(0);
/** What zstd itself takes without being told to (--memory, --long). */
const MAX_WINDOW = 128 * 1024 * 1024;
/** RFC 8878 3.1.1.2.3 */
const MAX_BLOCK = 128 * 1024;
const MAGIC = 0xfd2fb528;
/** RFC 8878 3.1.2: 16 numbers that differ in the last four bits. */
const SKIPPABLE = 0x184d2a50;
/** The magic number, the descriptor and all that can follow it. */
const MAX_HEADER = 18;
const BLOCK = { raw: 0, rle: 1, compressed: 2 } as const;

/** The frame that is being read. */
interface Frame {
  readonly decoder: Decompress;
  readonly maxBlock: number;
  /** Bytes behind the last block. */
  readonly checksum: number;
  /** Of its header, until the first block goes with it. */
  header: Buffer;
}

export class ZstdBytes implements ByteSource {
  readonly #packed: ByteSource;
  readonly #path: string;
  readonly #notes: Set<string>;
  readonly #piece = Buffer.allocUnsafe(PIECE_BYTES);
  /** Packed bytes that were read and not used yet. */
  #rest: Buffer = NOTHING;
  #frame: Frame | null = null;
  /** What the last block unpacked to, as far as it was not given yet. */
  #unpacked: Uint8Array = NOTHING;
  #unpackedBytes = 0;
  #hasEnded = false;

  /** `notes` gets a sentence when the bytes are cut off or damaged: what was unpacked counts. */
  constructor(packed: ByteSource, path: string, notes: Set<string>) {
    this.#packed = packed;
    this.#path = path;
    this.#notes = notes;
  }

  async read(into: Buffer): Promise<number> {
    while (this.#unpacked.length === 0 && !this.#hasEnded) await this.#unpackNext();
    const count = Math.min(this.#unpacked.length, into.length);
    into.set(this.#unpacked.subarray(0, count));
    this.#unpacked = this.#unpacked.subarray(count);
    return count;
  }

  close(): void {
    this.#hasEnded = true;
    this.#unpacked = NOTHING;
    this.#packed.close();
  }

  /** One step further: a header, or a block. */
  async #unpackNext(): Promise<void> {
    try {
      const frame = this.#frame;
      const isWhole = frame === null ? await this.#readHeader() : await this.#readBlock(frame);
      if (isWhole) return;
      this.#hasEnded = true;
      if (frame !== null || this.#rest.length > 0) this.#notes.add(cutNote(this.#path));
    } catch (error) {
      if (error instanceof InputError) throw error;
      this.#hasEnded = true;
      const message = error instanceof Error ? error.message : String(error);
      if (this.#unpackedBytes === 0) throw new InputError(damagedSentence(this.#path, message, 'zstd -t'));
      this.#notes.add(damagedNote(this.#path, message));
    }
  }

  /** False at the end of the input. */
  async #readHeader(): Promise<boolean> {
    if (!(await this.#fill(8))) return false;
    const magic = this.#rest.readUInt32LE(0);
    if ((magic & ~15) === SKIPPABLE) return this.#skip(8 + this.#rest.readUInt32LE(4));
    if (magic !== MAGIC) throw new Error('what follows is no zstd');
    await this.#fill(MAX_HEADER); // the smallest frames have less
    const { length, window, hasChecksum } = readFrameHeader(this.#rest);
    if (window > MAX_WINDOW) {
      throw new InputError(
        `${this.#path} is packed with a window of ${Math.ceil(window / 1_048_576)} MiB, more than is taken: zstd --long=31 -dc ${this.#path} | portolan traffic -`,
      );
    }
    const decoder = new Decompress((block) => {
      // It waits for 18 bytes of a frame, and so may give a few small blocks at once.
      this.#unpacked = this.#unpacked.length === 0 ? block : Buffer.concat([this.#unpacked, block]);
      this.#unpackedBytes += block.length;
    });
    const header = this.#take(length);
    this.#frame = { decoder, maxBlock: Math.min(window, MAX_BLOCK), checksum: hasChecksum ? 4 : 0, header };
    return true;
  }

  /** False where the input ends before the block does. */
  async #readBlock(frame: Frame): Promise<boolean> {
    if (!(await this.#fill(3))) return false;
    const head = this.#rest.readUIntLE(0, 3);
    const isLast = (head & 1) === 1;
    const type = (head >> 1) & 3;
    const size = head >> 3;
    // Of one byte that is repeated the size is that of what it unpacks to.
    if (size > frame.maxBlock || type > BLOCK.compressed) throw new Error('a block that cannot be');
    const bytes = 3 + (type === BLOCK.rle ? 1 : size) + (isLast ? frame.checksum : 0);
    if (!(await this.#fill(bytes))) return false;
    const block = this.#take(bytes);
    frame.decoder.push(frame.header.length === 0 ? block : Buffer.concat([frame.header, block]), isLast);
    frame.header = NOTHING;
    if (isLast) this.#frame = null;
    return true;
  }

  /** Reads until there are so many packed bytes; false where there are not. */
  async #fill(bytes: number): Promise<boolean> {
    while (this.#rest.length < bytes) {
      const count = await this.#packed.read(this.#piece);
      if (count === 0) return false;
      this.#rest = Buffer.concat([this.#rest, this.#piece.subarray(0, count)]);
    }
    return true;
  }

  #take(bytes: number): Buffer {
    const taken = this.#rest.subarray(0, bytes);
    this.#rest = this.#rest.subarray(bytes);
    return taken;
  }

  async #skip(bytes: number): Promise<boolean> {
    let left = bytes;
    while (left > this.#rest.length) {
      left -= this.#take(this.#rest.length).length;
      if (!(await this.#fill(1))) return false;
    }
    this.#take(left);
    return true;
  }
}

/** RFC 8878 3.1.1.1; the frame may be shorter than the longest header. Throws where it cannot be read. */
function readFrameHeader(bytes: Buffer): { length: number; window: number; hasChecksum: boolean } {
  const descriptor = bytes[4] ?? 0;
  const isSingleSegment = (descriptor & 32) !== 0;
  const sizeFlag = descriptor >> 6;
  if ((descriptor & 8) !== 0) throw new Error('a frame of a kind that is not known');
  if ((descriptor & 3) !== 0) throw new Error('it needs a dictionary');
  const sizeBytes = sizeFlag === 0 ? Number(isSingleSegment) : 2 ** sizeFlag;
  const sizeAt = isSingleSegment ? 5 : 6;
  const length = sizeAt + sizeBytes;
  if (bytes.length < length) throw new Error('cut off in the head of a frame');
  let window = 0;
  if (isSingleSegment) {
    const size = sizeBytes === 8 ? Number(bytes.readBigUInt64LE(sizeAt)) : bytes.readUIntLE(sizeAt, sizeBytes);
    window = size + (sizeBytes === 2 ? 256 : 0);
  } else {
    const code = bytes[5] ?? 0;
    const base = 2 ** (10 + (code >> 3));
    window = base + (base / 8) * (code & 7);
  }
  return { length, window, hasChecksum: (descriptor & 4) !== 0 };
}
