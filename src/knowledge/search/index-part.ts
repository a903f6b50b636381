import type { Card, FieldKind } from './card.ts';
import { wordsOf } from './words.ts';

/** The order is the encoding: a field's kind is stored as its place here. */
const KINDS: readonly FieldKind[] = [
  'label',
  'name',
  'title',
  'alias',
  'use',
  'process',
  'registered name',
  'registered for',
  'summary',
  'program',
  'pattern',
];

/**
 * Which words stand in which fields of a run of cards. The build makes it of everything that is shipped, so that a
 * search reads neither the registry nor the dossiers; of the user's own notes it is made when they are read.
 */
export interface IndexData {
  /** Every word once, a line each. */
  readonly words: string;
  /** Fields of each card in turn. */
  readonly cards: Uint8Array;
  /** Kind and count of words of each field in turn. */
  readonly fields: Uint8Array;
  /** For each word in turn: how many fields hold it, then their numbers, each as the difference to the one before. */
  readonly places: Uint8Array;
}

/** Fields a card can have, and words a field can count. */
const MAX_BYTE = 255;

export function buildIndexData(cards: Iterable<Card>): IndexData {
  const counts: number[] = [];
  const fields: number[] = [];
  const places = new Map<string, number[]>();
  for (const card of cards) {
    if (card.fields.length > MAX_BYTE) throw new RangeError(`${card.name} has more fields than the index can count`);
    counts.push(card.fields.length);
    for (const { kind, text } of card.fields) {
      const place = fields.length / 2;
      const words = wordsOf(text);
      fields.push(KINDS.indexOf(kind), Math.min(words.length, MAX_BYTE));
      for (const word of new Set(words)) {
        const known = places.get(word);
        if (known === undefined) places.set(word, [place]);
        else known.push(place);
      }
    }
  }
  const encoded: number[] = [];
  for (const ofWord of places.values()) {
    appendVarint(encoded, ofWord.length);
    let last = 0;
    for (const place of ofWord) {
      appendVarint(encoded, place - last);
      last = place;
    }
  }
  return {
    words: [...places.keys()].join('\n'),
    cards: Uint8Array.from(counts),
    fields: Uint8Array.from(fields),
    places: Uint8Array.from(encoded),
  };
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function appendVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
}

/** The index of a run of cards, ready to be asked. */
export class IndexPart {
  readonly words: readonly string[];
  readonly cardCount: number;
  readonly #fields: Uint8Array;
  readonly #places: Uint8Array;
  /** Card of each field. */
  readonly #cardOf: Int32Array;
  /** First field of each card. */
  readonly #firstOf: Int32Array;
  /** Where the places of each word begin. */
  readonly #offsets = new Map<string, number>();

  constructor(data: IndexData) {
    this.words = data.words === '' ? [] : data.words.split('\n');
    this.cardCount = data.cards.length;
    this.#fields = data.fields;
    this.#places = data.places;
    this.#cardOf = new Int32Array(data.fields.length / 2);
    this.#firstOf = new Int32Array(data.cards.length);
    let field = 0;
    for (const [card, count] of data.cards.entries()) {
      this.#firstOf[card] = field;
      this.#cardOf.fill(card, field, field + count);
      field += count;
    }
    let at = 0;
    for (const word of this.words) {
      this.#offsets.set(word, at);
      at = this.#skip(at);
    }
  }

  cardOf(field: number): number {
    return this.#cardOf[field] ?? 0;
  }

  /** Which of its card's fields it is. */
  ordinalOf(field: number): number {
    return field - (this.#firstOf[this.cardOf(field)] ?? 0);
  }

  kindOf(field: number): FieldKind {
    return KINDS[this.#fields[field * 2] ?? 0] ?? 'summary';
  }

  wordCountOf(field: number): number {
    return this.#fields[field * 2 + 1] ?? 0;
  }

  /** Numbers of the fields that hold the word, ascending. */
  *fieldsWith(word: string): Generator<number> {
    let at = this.#offsets.get(word);
    if (at === undefined) return;
    let count = 0;
    [count, at] = this.#varint(at);
    let field = 0;
    for (; count > 0; count--) {
      let step = 0;
      [step, at] = this.#varint(at);
      field += step;
      yield field;
    }
  }

  /** Where the places of the next word begin. */
  #skip(start: number): number {
    let [count, at] = this.#varint(start);
    while (count > 0) if ((this.#places[at++] ?? 0) < 0x80) count--;
    return at;
  }

  #varint(start: number): [value: number, next: number] {
    let value = 0;
    let at = start;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#places[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return [value, at];
    }
  }
}
