import { formatPortKey, parsePortKey, type PortKey } from '../../net/port.ts';
import { TRANSPORTS, type Transport } from '../../net/transport.ts';
import { answerQuery } from '../answer.ts';
import type { Knowledge } from '../knowledge.ts';
import { NO_OVERLAY, type Overlay } from '../overlay.ts';
import type { AskedPorts } from '../query.ts';
import { splitAsked } from './asked-ports.ts';
import { noteCards, ShippedCards, type Card, type FieldKind } from './card.ts';
import { buildIndexData, IndexPart, type IndexData } from './index-part.ts';
import { WordIndex, type WordMatch } from './word-index.ts';
import { askedWords, meantWords } from './words.ts';

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

const BEST_WEIGHT = 10;
/** Whoever types a name in full means it, history or not: so much of the doubt remains. */
const EXACT_DOUBT = 0.25;
/** What answering all of the question, whichever fields do it, adds to the best single field. */
const COVERAGE_WEIGHT = 6;
/** How many cards for each hit are looked at closer: a prior may halve a score, so the best may stand a little below. */
const RESOLVED_PER_HIT = 4;
const LEAST_RESOLVED = 100;

/** A port that the question names by number outranks whatever only its words find. */
const NAMED_PORT = 100;

interface Found {
  score: number;
  /** Number of the field that said most. */
  field: number;
  /** Whether the question is that field, word for word. */
  exact: boolean;
}

/** A run of cards with its index. */
interface Shelf {
  readonly index: IndexPart;
  readonly dictionary: WordIndex;
  readonly cardAt: (card: number) => Card;
}

/**
 * Finds ports by what people call them. The order of hits: how much of the question is answered, by how telling a
 * field, how completely, and how likely people mean it. Opening takes some 20 ms, a question a few; keep it.
 */
export class PortSearch {
  readonly #knowledge: Knowledge;
  readonly #overlay: Overlay;
  readonly #shelves: readonly Shelf[];

  constructor(knowledge: Knowledge, overlay: Overlay = NO_OVERLAY) {
    this.#knowledge = knowledge;
    this.#overlay = overlay;
    const synonyms = knowledge.synonyms();
    const shelf = (data: IndexData, cardAt: Shelf['cardAt']): Shelf => {
      const index = new IndexPart(data);
      return { index, dictionary: new WordIndex(index.words, synonyms), cardAt };
    };
    const shipped = new ShippedCards(knowledge);
    const notes = [...noteCards(overlay)];
    this.#shelves = [
      shelf(knowledge.searchIndex(), (card) => shipped.at(card)),
      ...(notes.length === 0 ? [] : [shelf(buildIndexData(notes), (card) => noteAt(notes, card))]),
    ];
  }

  /** The best hits, best first; empty when nothing fits. */
  find(text: string, limit = 10): Hit[] {
    const { ports, transport, rest } = splitAsked(text);
    const named = this.#portHits(ports);
    // "port 22" asks for 22, and not for whatever has "port" in its name.
    const words = this.#wordHits(ports.length > 0 ? meantWords(rest) : askedWords(rest), transport, limit);
    const byPort = new Map<string, Hit>();
    for (const hit of [...named, ...words].sort((a, b) => b.score - a.score)) {
      const key = formatPortKey({ from: hit.port, to: hit.lastPort, transport: hit.transport });
      if (!byPort.has(key)) byPort.set(key, hit);
    }
    return [...byPort.values()].slice(0, limit);
  }

  /** All ports in one question, whose answers are limited however many ports are named. */
  #portHits(ports: readonly AskedPorts[]): Hit[] {
    return answerQuery(this.#knowledge, { text: '', ports, name: null }, this.#overlay).map((answer) => {
      const { registry } = answer;
      const known = answer.title !== null ? 2 : registry.status === 'assigned' ? 1 : 0;
      return {
        port: answer.port,
        lastPort: answer.lastPort,
        transport: answer.transport,
        keys: [formatPortKey({ from: answer.port, to: answer.lastPort, transport: answer.transport })],
        name: answer.local?.label ?? answer.shortName ?? registry.names[0] ?? registry.status,
        title: answer.title ?? registry.records[0]?.description ?? registry.status,
        why: 'the port itself',
        score: NAMED_PORT + known - TRANSPORTS.indexOf(answer.transport) / 10,
      };
    });
  }

  #wordHits(asked: readonly string[], transport: Transport | null, limit: number): Hit[] {
    if (asked.length === 0) return [];
    const hits: Hit[] = [];
    for (const shelf of this.#shelves) {
      for (const [number, { score, field, exact }] of scoreCards(shelf, asked, limit)) {
        const card = shelf.cardAt(number);
        const key = preferredKey(card, transport);
        const text = card.fields[shelf.index.ordinalOf(field)]?.text;
        if (key === null || text === undefined) continue;
        hits.push({
          port: key.from,
          lastPort: key.to,
          transport: key.transport,
          keys: card.keys,
          name: card.name,
          title: card.title,
          why: `${shelf.index.kindOf(field)} "${text}"`,
          score: round(score * (exact ? 1 - (1 - card.prior) * EXACT_DOUBT : card.prior)),
        });
      }
    }
    return hits;
  }
}

/** The cards of a shelf that have to do with the words, the likeliest of them: resolving all of them costs more. */
function scoreCards(shelf: Shelf, asked: readonly string[], limit: number): [card: number, Found][] {
  const { index, dictionary } = shelf;
  const matches = asked.map((word) => dictionary.match(word));
  const weights = matches.map((ofWord) => rarityOf(index, ofWord));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const found = new Map<number, Found>();
  const covered = new Map<number, Float64Array>();
  for (const [field, quality] of qualitiesByField(index, matches)) {
    const card = index.cardOf(field);
    const kind = index.kindOf(field);
    const score = fieldScore(kind, index.wordCountOf(field), quality, weights, total);
    if (score > (found.get(card)?.score ?? 0)) {
      const exact = index.wordCountOf(field) === asked.length && quality.every((part) => part === 1);
      found.set(card, { score, field, exact });
    }
    let all = covered.get(card);
    if (all === undefined) covered.set(card, (all = new Float64Array(asked.length)));
    for (const [position, part] of quality.entries()) {
      all[position] = Math.max(all[position] ?? 0, part * (FIELD_WEIGHTS[kind] / BEST_WEIGHT));
    }
  }
  for (const [card, entry] of found) {
    const all = covered.get(card);
    let answered = 0;
    for (const [position, weight] of weights.entries()) answered += weight * (all?.[position] ?? 0);
    const share = total === 0 ? 0 : answered / total;
    entry.score += COVERAGE_WEIGHT * share ** 2;
  }
  return [...found]
    .sort((a, b) => b[1].score - a[1].score)
    .slice(0, Math.max(LEAST_RESOLVED, RESOLVED_PER_HIT * limit));
}

/** The best quality of every asked word in every field that holds it or something like it. */
function qualitiesByField(index: IndexPart, matches: readonly (readonly WordMatch[])[]): Map<number, Float64Array> {
  const qualities = new Map<number, Float64Array>();
  for (const [position, ofWord] of matches.entries()) {
    for (const { word, quality } of ofWord) {
      for (const field of index.fieldsWith(word)) {
        let known = qualities.get(field);
        if (known === undefined) qualities.set(field, (known = new Float64Array(matches.length)));
        known[position] = Math.max(known[position] ?? 0, quality);
      }
    }
  }
  return qualities;
}

/** A word that few things have says more. */
function rarityOf(index: IndexPart, matches: readonly WordMatch[]): number {
  const cards = new Set<number>();
  for (const { word, quality } of matches) {
    if (quality < 0.5) continue;
    for (const field of index.fieldsWith(word)) cards.add(index.cardOf(field));
  }
  return matches.length === 0 ? 1 : Math.log(1 + index.cardCount / (1 + cards.size));
}

/** A field counts by its kind, by the share of the question it answers, and by the share of it that was asked for. */
function fieldScore(
  kind: FieldKind,
  wordCount: number,
  quality: Float64Array,
  weights: readonly number[],
  total: number,
): number {
  let answered = 0;
  let matched = 0;
  for (const [position, weight] of weights.entries()) {
    const part = quality[position] ?? 0;
    answered += weight * part;
    matched += part;
  }
  const ofQuestion = total === 0 ? 0 : answered / total;
  const ofField = Math.min(1, matched / Math.max(1, wordCount));
  const fullness = kind === 'summary' || kind === 'registered for' ? 0.8 + 0.2 * ofField : 0.5 + 0.5 * ofField;
  return FIELD_WEIGHTS[kind] * ofQuestion * fullness;
}

function noteAt(notes: readonly Card[], index: number): Card {
  const card = notes[index];
  if (card === undefined) throw new RangeError(`there is no note ${index}`);
  return card;
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
