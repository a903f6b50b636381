import { formatPortKey, parsePortKey, type PortKey } from '../../net/port.ts';
import { TRANSPORTS, type Transport } from '../../net/transport.ts';
import { answerQuery } from '../answer.ts';
import type { Knowledge } from '../knowledge.ts';
import { NO_OVERLAY, type Overlay } from '../overlay.ts';
import type { AskedPorts } from '../query.ts';
import { splitAsked } from './asked-ports.ts';
import { cardsOf, type Card, type Field, type FieldKind } from './card.ts';
import { WordIndex, type WordMatch } from './word-index.ts';
import { askedWords, meantWords, wordsOf } from './words.ts';

/** One answer to a search. */
export interface Hit {
  readonly port: number;
  /** Last port of a range; equal to `port` for a single one. */
  readonly lastPort: number;
  readonly transport: Transport;
  /** All keys of what was found, the most meant first. */
  readonly keys: readonly string[];
  readonly name: string;
  readonly title: string;
  /** What matched: `alias "rdp"`. */
  readonly why: string;
  /** For comparing hits of one search; no meaning beyond that. */
  readonly score: number;
}

/** How much a match in a text of this kind says. */
const FIELD_WEIGHTS: Readonly<Record<FieldKind, number>> = {
  label: 12,
  name: 10,
  alias: 10,
  program: 10,
  'registered name': 9,
  use: 8,
  title: 8,
  process: 8,
  pattern: 7,
  'registered for': 4,
  summary: 2.5,
};

/** A port that the question names by number outranks whatever only its words find. */
const NAMED_PORT = 100;

/** A field as indexed: its card, and its words. */
interface IndexedField {
  readonly card: number;
  readonly field: Field;
  readonly words: readonly string[];
}

interface Found {
  score: number;
  field: Field | null;
}

/**
 * Finds ports by what people call them. Building takes some 50 ms, a search a few; keep it. The order of hits: how much
 * of the question is answered, by how telling a field, how completely, and how likely people mean it.
 */
export class PortSearch {
  readonly #knowledge: Knowledge;
  readonly #cards: readonly Card[];
  readonly #fields: readonly IndexedField[];
  readonly #places: ReadonlyMap<string, readonly number[]>;
  readonly #index: WordIndex;

  constructor(knowledge: Knowledge, overlay: Overlay = NO_OVERLAY) {
    this.#knowledge = knowledge;
    this.#cards = [...cardsOf(knowledge, overlay)];
    this.#fields = this.#cards.flatMap(({ fields }, card) =>
      fields.map((field) => ({ card, field, words: wordsOf(field.text) })),
    );
    const places = new Map<string, number[]>();
    for (const [place, { words }] of this.#fields.entries()) {
      for (const word of new Set(words)) {
        const known = places.get(word);
        if (known === undefined) places.set(word, [place]);
        else known.push(place);
      }
    }
    this.#places = places;
    this.#index = new WordIndex(places.keys(), knowledge.synonyms());
  }

  /** The best hits, best first; empty when nothing fits. */
  find(text: string, limit = 10): Hit[] {
    const { ports, transport, rest } = splitAsked(text);
    const named = this.#portHits(ports);
    // "port 22" asks for 22, and not for whatever has "port" in its name.
    const words = this.#wordHits(ports.length > 0 ? meantWords(rest) : askedWords(rest), transport);
    const byPort = new Map<string, Hit>();
    for (const hit of [...named, ...words].sort((a, b) => b.score - a.score)) {
      const key = formatPortKey({ from: hit.port, to: hit.lastPort, transport: hit.transport });
      if (!byPort.has(key)) byPort.set(key, hit);
    }
    return [...byPort.values()].slice(0, limit);
  }

  /** All ports in one question, whose answers are limited however many ports are named. */
  #portHits(ports: readonly AskedPorts[]): Hit[] {
    return answerQuery(this.#knowledge, { text: '', ports, name: null }).map((answer) => {
      const { registry } = answer;
      const known = answer.title !== null ? 2 : registry.status === 'assigned' ? 1 : 0;
      return {
        port: answer.port,
        lastPort: answer.lastPort,
        transport: answer.transport,
        keys: [formatPortKey({ from: answer.port, to: answer.lastPort, transport: answer.transport })],
        name: answer.shortName ?? registry.names[0] ?? registry.status,
        title: answer.title ?? registry.records[0]?.description ?? registry.status,
        why: 'the port itself',
        score: NAMED_PORT + known - TRANSPORTS.indexOf(answer.transport) / 10,
      };
    });
  }

  #wordHits(asked: readonly string[], transport: Transport | null): Hit[] {
    if (asked.length === 0) return [];
    const found = this.#score(asked);
    const hits: Hit[] = [];
    for (const [index, { score, field }] of found) {
      const card = this.#cards[index];
      const key = card === undefined ? null : preferredKey(card, transport);
      if (card === undefined || key === null || field === null) continue;
      hits.push({
        port: key.from,
        lastPort: key.to,
        transport: key.transport,
        keys: card.keys,
        name: card.name,
        title: card.title,
        why: `${field.kind} "${field.text}"`,
        score: round(score),
      });
    }
    return hits;
  }

  /** Score and best field of every card that has to do with the words. */
  #score(asked: readonly string[]): Map<number, Found> {
    const matches = asked.map((word) => this.#index.match(word));
    const weights = matches.map((ofWord) => this.#rarity(ofWord));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // Best quality of every asked word, by field.
    const qualities = new Map<number, Float64Array>();
    for (const [position, ofWord] of matches.entries()) {
      for (const { word, quality } of ofWord) {
        for (const place of this.#places.get(word) ?? []) {
          const known = qualities.get(place) ?? new Float64Array(asked.length);
          known[position] = Math.max(known[position] ?? 0, quality);
          qualities.set(place, known);
        }
      }
    }
    const found = new Map<number, Found>();
    const covered = new Map<number, Float64Array>();
    for (const [place, quality] of qualities) {
      const indexed = this.#fields[place];
      if (indexed === undefined) continue;
      const value = fieldScore(indexed, quality, weights, total);
      const known = found.get(indexed.card) ?? { score: 0, field: null };
      if (value > known.score) found.set(indexed.card, { score: value, field: indexed.field });
      const all = covered.get(indexed.card) ?? new Float64Array(asked.length);
      for (const [position, part] of quality.entries()) {
        const worth = part * (FIELD_WEIGHTS[indexed.field.kind] / 10);
        all[position] = Math.max(all[position] ?? 0, worth);
      }
      covered.set(indexed.card, all);
    }
    for (const [card, entry] of found) {
      const all = covered.get(card);
      let answered = 0;
      for (const [position, weight] of weights.entries()) answered += weight * (all?.[position] ?? 0);
      const share = total === 0 ? 0 : answered / total;
      entry.score = (entry.score + 6 * share ** 2) * (this.#cards[card]?.prior ?? 0);
    }
    return found;
  }

  /** A word that few things have says more. */
  #rarity(matches: readonly WordMatch[]): number {
    const places = new Set<number>();
    for (const { word, quality } of matches) {
      if (quality < 0.5) continue;
      for (const place of this.#places.get(word) ?? []) places.add(this.#fields[place]?.card ?? -1);
    }
    return matches.length === 0 ? 1 : Math.log(1 + this.#cards.length / (1 + places.size));
  }
}

/** A field counts by its kind, by the share of the question it answers, and by the share of it that was asked for. */
function fieldScore(
  { field, words }: IndexedField,
  quality: Float64Array,
  weights: readonly number[],
  total: number,
): number {
  let answered = 0;
  let matched = 0;
  for (const [position, weight] of weights.entries()) {
    const part = quality[position] ?? 0;
    answered += weight * part;
    if (part > 0) matched += part;
  }
  const ofQuestion = total === 0 ? 0 : answered / total;
  const ofField = Math.min(1, matched / Math.max(1, words.length));
  const fullness =
    field.kind === 'summary' || field.kind === 'registered for' ? 0.8 + 0.2 * ofField : 0.5 + 0.5 * ofField;
  return FIELD_WEIGHTS[field.kind] * ofQuestion * fullness;
}

/** The key to show: of the transport that was asked for, else the first. Null when it has none of that transport. */
function preferredKey(card: Card, transport: Transport | null): PortKey | null {
  for (const text of card.keys) {
    const key = parsePortKey(text);
    if (key !== null && (transport === null || key.transport === transport)) return key;
  }
  return null;
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
