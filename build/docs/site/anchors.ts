/** Anchors of the headings of one page, as GitHub makes them, so that a link works there and here. */
export class Anchors {
  readonly #used = new Map<string, number>();

  of(heading: string): string {
    const base = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = this.#used.get(base) ?? 0;
    this.#used.set(base, count + 1);
    return count === 0 ? base : `${base}-${count}`;
  }
}
