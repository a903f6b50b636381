import type { Artefact } from './artefact.ts';

/** A row of the index: u32 offset of a record's JSON in the section of text. One more row says where the text ends. */
export const PLACE_BYTES = 4;

/** Records in the order of their files, each decoded when first asked for. */
export class RecordList<T> {
  readonly length: number;
  readonly #artefact: Artefact;
  readonly #text: string;
  readonly #places: DataView;
  readonly #decoded: (T | undefined)[] = [];

  /** `kind` names the sections `<kind>.places` and `<kind>.text`. */
  constructor(artefact: Artefact, kind: string) {
    const bytes = artefact.bytes(`${kind}.places`);
    this.#artefact = artefact;
    this.#text = `${kind}.text`;
    this.#places = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.length / PLACE_BYTES - 1;
  }

  /** RangeError for an index that is no record's. */
  at(index: number): T {
    return (this.#decoded[index] ??= this.#decode(index));
  }

  #decode(index: number): T {
    const start = this.#places.getUint32(index * PLACE_BYTES, true);
    const end = this.#places.getUint32((index + 1) * PLACE_BYTES, true);
    return this.#artefact.jsonAt<T>(this.#text, start, end - start);
  }
}
