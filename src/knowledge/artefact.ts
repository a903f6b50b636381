/**
 * The compiled knowledge base: one file, of which a look-up reads and decodes only the few hundred bytes it needs.
 * No Node API: a browser hands in the bytes it fetched, the command line reads parts of the file.
 *
 *   magic    8 bytes   "PORTOLAN"
 *   version  u32       layout version; a reader refuses any other
 *   length   u32       of the header
 *   header   JSON      { registryUpdated, sections: { name: [offset, length] } }, offsets from the end of the header
 *   sections           span tables (span-table.ts), record lists (record-list.ts), or one JSON value
 *
 * All integers are little-endian.
 */
export const MAGIC = 'PORTOLAN';
export const LAYOUT_VERSION = 1;
export const PREAMBLE_BYTES = 16;

export interface ArtefactHeader {
  /** IANA's "Last Updated" of the snapshot. */
  readonly registryUpdated: string;
  readonly sections: Readonly<Record<string, readonly [offset: number, length: number]>>;
}

/** Where the bytes of a compiled knowledge base come from. */
export interface ByteSource {
  /** The bytes from `offset` on, fewer than `length` only at the end of the file. The caller does not change them. */
  read(offset: number, length: number): Uint8Array;
  /** Text of UTF-8 bytes: the source's business because the way every platform has is Node's slowest to start. */
  decode(bytes: Uint8Array): string;
}

/** A knowledge base that lies in memory whole. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  const decoder = new TextDecoder();
  return {
    read: (offset, length) => bytes.subarray(offset, offset + length),
    decode: (part) => decoder.decode(part),
  };
}

/** Thrown for bytes that are no knowledge base, or one of another layout. */
export class ArtefactError extends Error {
  override readonly name = 'ArtefactError';
}

/** Access to the sections of a compiled knowledge base. */
export class Artefact {
  readonly header: ArtefactHeader;
  readonly #source: ByteSource;
  readonly #base: number;

  constructor(source: ByteSource) {
    const preamble = source.read(0, PREAMBLE_BYTES);
    const view = new DataView(preamble.buffer, preamble.byteOffset, preamble.byteLength);
    if (preamble.length < PREAMBLE_BYTES || source.decode(preamble.subarray(0, MAGIC.length)) !== MAGIC) {
      throw new ArtefactError('not a compiled knowledge base');
    }
    const version = view.getUint32(8, true);
    if (version !== LAYOUT_VERSION) {
      throw new ArtefactError(`knowledge base of layout ${version}, this program reads ${LAYOUT_VERSION}: build again`);
    }
    const headerLength = view.getUint32(12, true);
    this.#source = source;
    this.#base = PREAMBLE_BYTES + headerLength;
    const header = source.read(PREAMBLE_BYTES, headerLength);
    if (header.length < headerLength) throw new ArtefactError('the knowledge base is cut short in its header');
    this.header = JSON.parse(source.decode(header)) as ArtefactHeader;
  }

  /** The bytes of a section. Throws ArtefactError when there is none of that name or the file is cut short. */
  bytes(section: string): Uint8Array {
    const place = this.header.sections[section];
    if (place === undefined) throw new ArtefactError(`the knowledge base has no section "${section}"`);
    return this.#read(section, place[0], place[1]);
  }

  /** A section that is one JSON value. The compiler wrote it, so its type is the caller's to state. */
  json<T>(section: string): T {
    return JSON.parse(this.#source.decode(this.bytes(section))) as T;
  }

  /** One JSON value out of a section of many. */
  jsonAt<T>(section: string, offset: number, length: number): T {
    const place = this.header.sections[section];
    if (place === undefined) throw new ArtefactError(`the knowledge base has no section "${section}"`);
    return JSON.parse(this.#source.decode(this.#read(section, place[0] + offset, length))) as T;
  }

  /** A section that is text. */
  text(section: string): string {
    return this.#source.decode(this.bytes(section));
  }

  #read(section: string, offset: number, length: number): Uint8Array {
    const bytes = this.#source.read(this.#base + offset, length);
    if (bytes.length < length) throw new ArtefactError(`the knowledge base is cut short in "${section}"`);
    return bytes;
  }
}
