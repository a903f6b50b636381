import {
  bytesInMemory,
  LAYOUT_VERSION,
  MAGIC,
  PREAMBLE_BYTES,
  type ArtefactHeader,
} from '../../src/knowledge/artefact.ts';
import type { Claim } from '../../src/knowledge/claim.ts';
import type { Dossier } from '../../src/knowledge/dossier.ts';
import { Knowledge, type NameDirectory, type PatternInBrief } from '../../src/knowledge/knowledge.ts';
import type { Pattern } from '../../src/knowledge/pattern.ts';
import { packKeys } from '../../src/knowledge/packed-keys.ts';
import type { Registry } from '../../src/knowledge/registry.ts';
import type { Program } from '../../src/knowledge/program.ts';
import { PLACE_BYTES } from '../../src/knowledge/record-list.ts';
import type { Source } from '../../src/knowledge/source.ts';
import { ShippedCards } from '../../src/knowledge/search/card.ts';
import { buildIndexData } from '../../src/knowledge/search/index-part.ts';
import { SPAN_BYTES } from '../../src/knowledge/span-table.ts';
import { MAX_PORT } from '../../src/net/port.ts';
import { TRANSPORTS, type Transport } from '../../src/net/transport.ts';
import { buildHandWrittenSpans } from './hand-written-spans.ts';
import type { RegistrySnapshot } from './registry-row.ts';
import { buildRegistrySpans } from './registry-spans.ts';

export interface KnowledgeInput {
  readonly registry: RegistrySnapshot;
  readonly dossiers: readonly Dossier[];
  readonly programs: readonly Program[];
  readonly patterns: readonly Pattern[];
  readonly sources: readonly Source[];
  readonly claims: readonly Claim[];
  /** Words that stand for one another in a search. */
  readonly synonyms?: readonly (readonly string[])[];
}

/** Compiles the knowledge base into the one file that `src/knowledge/artefact.ts` describes. Same input, same bytes. */
export function encodeKnowledge(input: KnowledgeInput): Uint8Array {
  const sections = new Map<string, Uint8Array>();
  encodeSpans('registry', 'registry.entries', buildRegistrySpans(input.registry.rows), sections);
  encodeSpans('hand-written', 'hand-written.values', buildHandWrittenSpans(input.dossiers, input.programs), sections);
  encodeRecords('dossiers', input.dossiers, sections);
  encodeRecords('programs', input.programs, sections);
  encodeRecords('patterns', input.patterns, sections);
  sections.set('patterns.brief', json(input.patterns.map(inBrief)));
  encodeRecords('sources', input.sources, sections);
  sections.set('sources.ids', json(input.sources.map((source) => source.id)));
  sections.set('registry.names', json(buildServiceNames(input.registry)));
  sections.set('names', json(buildNames(input)));
  sections.set('claims', json(input.claims));
  sections.set('synonyms', json(input.synonyms ?? []));
  sections.set('patterns.named', json(buildNamedPorts(input.dossiers)));
  // The index is made by the search's own code, of the knowledge as a reader sees it.
  const readable = new Knowledge(bytesInMemory(joinSections(input.registry.updated, sections)));
  sections.set('registry.assigned', buildAssignedPorts(readable.registry));
  const index = buildIndexData(new ShippedCards(readable).all());
  sections.set('search.words', new TextEncoder().encode(index.words));
  for (const part of ['cards', 'fields', 'places'] as const) sections.set(`search.${part}`, index[part]);
  return joinSections(input.registry.updated, sections);
}

/** A table of runs for each transport, `<name>.<transport>`, whose values stand as JSON in one section. */
function encodeSpans(
  name: string,
  valueSection: string,
  spans: Readonly<Record<Transport, readonly { from: number; value: unknown }[]>>,
  sections: Map<string, Uint8Array>,
): void {
  const values = new TextCollector();
  for (const transport of TRANSPORTS) {
    const runs = spans[transport];
    const table = new DataView(new ArrayBuffer(runs.length * SPAN_BYTES));
    for (const [index, { from, value }] of runs.entries()) {
      const [offset, length] = values.add(JSON.stringify(value));
      if (length > 0xffff) throw new Error(`the ${name} value of ${from}/${transport} is longer than a span can say`);
      table.setUint16(index * SPAN_BYTES, from, true);
      table.setUint16(index * SPAN_BYTES + 2, length, true);
      table.setUint32(index * SPAN_BYTES + 4, offset, true);
    }
    sections.set(`${name}.${transport}`, new Uint8Array(table.buffer));
  }
  sections.set(valueSection, values.bytes());
}

function encodeRecords(kind: string, records: readonly unknown[], sections: Map<string, Uint8Array>): void {
  const texts = records.map(json);
  const places = new DataView(new ArrayBuffer((records.length + 1) * PLACE_BYTES));
  let at = 0;
  for (const [index, text] of texts.entries()) {
    places.setUint32(index * PLACE_BYTES, at, true);
    at += text.length;
  }
  places.setUint32(records.length * PLACE_BYTES, at, true);
  sections.set(`${kind}.places`, new Uint8Array(places.buffer));
  sections.set(`${kind}.text`, concatenate(texts));
}

function inBrief({ id, title, kind, severity }: Pattern): PatternInBrief {
  return { id, title, kind, severity };
}

/** Pattern to the ports of all service dossiers that name it. A dossier of a class of numbers says nothing of a port. */
function buildNamedPorts(dossiers: readonly Dossier[]): Record<string, readonly string[]> {
  const named = emptyIndex<string>();
  for (const { kind, keys, patterns } of dossiers) {
    if (kind === 'class') continue;
    const ports = [...new Set(keys.map((key) => key.replace(/\/.*$/, '')))];
    for (const pattern of patterns) (named[pattern] ??= []).push(...ports);
  }
  return named;
}

/** One bit a port: whether the registry has a service on it, over TCP or UDP. */
function buildAssignedPorts(registry: Registry): Uint8Array {
  const bits = new Uint8Array((MAX_PORT + 1) / 8);
  for (const transport of ['tcp', 'udp'] as const) {
    for (let port = 0; port <= MAX_PORT;) {
      const { value, to } = registry.spanOf(port, transport);
      for (let one = port; value.status === 'assigned' && one <= to; one++)
        bits[one >> 3] = (bits[one >> 3] ?? 0) | (1 << (one & 7));
      port = to + 1;
    }
  }
  return bits;
}

/** Service name to the keys it is registered for, in the registry's order, packed. */
function buildServiceNames(snapshot: RegistrySnapshot): Record<string, string> {
  const names = emptyIndex<string>();
  for (const row of snapshot.rows) {
    if (row.name === '' || row.number === '') continue;
    const transports = row.transport === '' ? TRANSPORTS : [row.transport];
    const keys = (names[row.name.toLowerCase()] ??= []);
    for (const transport of transports) keys.push(`${row.number}/${transport}`);
  }
  const packed = Object.create(null) as Record<string, string>;
  for (const [name, keys] of Object.entries(names)) packed[name] = packKeys(keys);
  return packed;
}

function buildNames({ dossiers, programs }: KnowledgeInput): NameDirectory {
  const directory = { dossiers: emptyIndex(), programs: emptyIndex() };
  const add = (map: Record<string, number[]>, name: string, record: number): void => {
    const records = (map[name.toLowerCase()] ??= []);
    if (!records.includes(record)) records.push(record);
  };
  for (const [record, dossier] of dossiers.entries()) {
    for (const name of [...dossier.aliases, dossier.shortName, dossier.title]) {
      if (name !== undefined) add(directory.dossiers, name, record);
    }
  }
  for (const [record, program] of programs.entries()) {
    for (const name of [program.name, ...program.aliases]) add(directory.programs, name, record);
  }
  return directory;
}

/** A map for JSON whose keys people chose: without the keys that every object inherits. */
function emptyIndex<T = number>(): Record<string, T[]> {
  return Object.create(null) as Record<string, T[]>;
}

function joinSections(registryUpdated: string, sections: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const places: Record<string, readonly [number, number]> = {};
  let total = 0;
  for (const [name, bytes] of sections) {
    places[name] = [total, bytes.length];
    total += bytes.length;
  }
  const header = json({ registryUpdated, sections: places } satisfies ArtefactHeader);
  const preamble = new Uint8Array(PREAMBLE_BYTES);
  const view = new DataView(preamble.buffer);
  preamble.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, LAYOUT_VERSION, true);
  view.setUint32(12, header.length, true);
  return concatenate([preamble, header, ...sections.values()]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Lines of JSON end to end, equal lines once. */
class TextCollector {
  readonly #chunks: Uint8Array[] = [];
  readonly #seen = new Map<string, readonly [number, number]>();
  #length = 0;

  add(text: string): readonly [offset: number, length: number] {
    const seen = this.#seen.get(text);
    if (seen !== undefined) return seen;
    const chunk = new TextEncoder().encode(`${text}\n`);
    const place = [this.#length, chunk.length - 1] as const;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    this.#seen.set(text, place);
    return place;
  }

  bytes(): Uint8Array {
    return concatenate(this.#chunks);
  }
}
