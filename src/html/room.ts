import { bytesOf, type Markup } from './markup.ts';

/** Bytes that a part of the page may have, so that all of it stays within bounds whatever was read. */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Writes a piece if there is room for it. Once there was none nothing more is written, so that much costs little. */
  take(write: () => Markup): Markup | null {
    if (this.#left === 0) return null;
    const piece = write();
    const bytes = bytesOf(piece);
    if (bytes <= this.#left) {
      this.#left -= bytes;
      return piece;
    }
    this.#left = 0;
    return null;
  }
}
