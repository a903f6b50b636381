/** A regular expression as a tree, over text whose characters are bytes (Latin-1). */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number }
  /** Holds at a place and takes no character: `^`, `$`, `\b`. */
  | { readonly kind: 'place'; readonly isStart: boolean }
  | { readonly kind: 'look'; readonly part: PatternNode };

/** One bit for each of 256 characters; what lies above them counts as the last. */
export class CharacterSet {
  readonly bits: Uint32Array;

  constructor(bits: Uint32Array = new Uint32Array(8)) {
    this.bits = bits;
  }

  static all(): CharacterSet {
    return new CharacterSet(new Uint32Array(8).fill(0xffff_ffff));
  }

  add(from: number, to: number = from): this {
    for (let code = Math.min(from, 255); code <= Math.min(to, 255); code++) {
      this.bits[code >> 5] = (this.bits[code >> 5] ?? 0) | (1 << (code & 31));
    }
    return this;
  }

  addAll(other: CharacterSet): this {
    for (let index = 0; index < 8; index++) this.bits[index] = (this.bits[index] ?? 0) | (other.bits[index] ?? 0);
    return this;
  }

  inverted(): CharacterSet {
    return new CharacterSet(this.bits.map((word) => ~word));
  }

  shared(other: CharacterSet): CharacterSet {
    return new CharacterSet(this.bits.map((word, index) => word & (other.bits[index] ?? 0)));
  }

  meets(other: CharacterSet): boolean {
    return this.bits.some((word, index) => (word & (other.bits[index] ?? 0)) !== 0);
  }

  /** With the other case of every letter, as the flag `i` reads it. */
  withBothCases(): CharacterSet {
    const both = new CharacterSet(this.bits.slice());
    for (let code = 0x61; code <= 0x7a; code++) {
      if (this.has(code) || this.has(code - 0x20)) both.add(code).add(code - 0x20);
    }
    // Latin-1 letters are few in patterns: one of them stands for all of them, which only makes the bound larger.
    for (let code = 0xb5; code <= 0xff; code++) if (this.has(code)) return both.add(0xb5, 0xff);
    return both;
  }

  has(code: number): boolean {
    return ((this.bits[code >> 5] ?? 0) & (1 << (code & 31))) !== 0;
  }
}
