import type { StateReader } from './state/state-reader.ts';
import type { StateWriter } from './state/state-writer.ts';

/** Names as numbers, in the order they came; 0 is no name. Bounded, because who writes the log chooses them. */
export class NameList {
  readonly #names: string[] = [''];
  readonly #places = new Map<string, number>([['', 0]]);
  readonly #limit: number;
  /** Names that found no place any more, and are no name. */
  refused = 0;

  constructor(limit = 4096) {
    this.#limit = limit;
  }

  place(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    if (this.#names.length >= this.#limit) {
      this.refused++;
      return 0;
    }
    this.#places.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  save(writer: StateWriter): void {
    writer.list(this.#names.slice(1), (name) => writer.text(name));
    writer.number(this.refused);
  }

  load(reader: StateReader): void {
    this.#names.length = 1;
    this.#places.clear();
    this.#places.set('', 0);
    reader.list(this.#limit, () => this.place(reader.text()));
    this.refused = reader.amount();
  }

  name(place: number): string {
    return this.#names[place] ?? '';
  }

  get length(): number {
    return this.#names.length;
  }
}
