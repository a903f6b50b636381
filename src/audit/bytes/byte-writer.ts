/** Writes a message field by field. Numbers are cut to their width; text is Latin-1. */
export class ByteWriter {
  readonly #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.#bytes.push(value & 0xff);
    return this;
  }

  /** Most significant byte first; `u16le`, `u32le` the other way round. */
  u16(value: number): this {
    return this.u8(value >>> 8, value);
  }

  u32(value: number): this {
    return this.u16(value >>> 16).u16(value);
  }

  u16le(value: number): this {
    return this.u8(value, value >>> 8);
  }

  u32le(value: number): this {
    return this.u16le(value).u16le(value >>> 16);
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this.#bytes.push(value & 0xff);
    return this;
  }

  text(text: string): this {
    return this.bytes(Buffer.from(text, 'latin1'));
  }

  zeros(count: number): this {
    for (let done = 0; done < count; done++) this.#bytes.push(0);
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
