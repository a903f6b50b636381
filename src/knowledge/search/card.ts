import { parsePortKey } from '../../net/port.ts';
import { TRANSPORTS } from '../../net/transport.ts';
import type { Dossier, Use } from '../dossier.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Overlay } from '../overlay.ts';
import type { Pattern } from '../pattern.ts';
import type { Program } from '../program.ts';
import { portClass, type RegistryRecord } from '../registry-entry.ts';

/** What kind of words matched, in the words of the answer: "alias: rdp". */
export type FieldKind =
  | 'label'
  | 'name'
  | 'title'
  | 'alias'
  | 'use'
  | 'process'
  | 'registered name'
  | 'registered for'
  | 'summary'
  | 'program'
  | 'pattern';

/** A text by which something can be found. */
export interface Field {
  readonly kind: FieldKind;
  readonly text: string;
}

/** Something that can be found, with the ports it stands for, the most meant first. */
export interface Card {
  readonly keys: readonly string[];
  /** Short enough for a column. */
  readonly name: string;
  readonly title: string;
  readonly fields: readonly Field[];
  /** How likely people mean it when words alone do not decide: 1 for a living service, less for history and bare rows. */
  readonly prior: number;
}

/** Nobody who types "sql" means the sqlserv of 1993. */
const HISTORIC_PRIOR = 0.55;
/** Enough for a program's own name to go before a port that only mentions it: "netbus" before "netbus port". */
const PROGRAM_PRIOR = 0.85;
const PATTERN_PRIOR = 0.6;
const REGISTRY_PRIOR = 0.5;

/** Everything in the knowledge base that can be found, by number: dossiers, programs, patterns, registered services. */
export class ShippedCards {
  readonly #knowledge: Knowledge;
  readonly #services: readonly string[];

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
    this.#services = knowledge.serviceNames();
  }

  /** Made when asked for: a search shows ten of eight thousand. RangeError for a number that is no card's. */
  at(index: number): Card {
    const { dossiers, programs, patterns } = this.#knowledge.counts;
    let rest = index;
    if (rest < dossiers) return dossierCard(this.#knowledge.dossierAt(rest));
    rest -= dossiers;
    if (rest < programs) return programCard(this.#knowledge.programAt(rest));
    rest -= programs;
    if (rest < patterns) return patternCard(this.#knowledge.patternAt(rest));
    const service = this.#services[rest - patterns];
    if (service === undefined) throw new RangeError(`there is no card ${index}`);
    return serviceCard(this.#knowledge, service);
  }

  *all(): Generator<Card> {
    const { dossiers, programs, patterns } = this.#knowledge.counts;
    const count = dossiers + programs + patterns + this.#services.length;
    for (let index = 0; index < count; index++) yield this.at(index);
  }
}

/** The user's own words, and the lists of this machine. */
export function* noteCards(overlay: Overlay): Generator<Card> {
  for (const { key, note, file } of overlay.notes()) {
    const words = [note.label, note.owner, note.note, ...(note.process ?? [])].filter((text) => text !== undefined);
    const name = note.label ?? key;
    const fields = words.map((text) => field('label', text));
    yield { keys: [key], name, title: `your own note in ${file}`, prior: 1, fields };
  }
  for (const { path, services } of overlay.services) {
    for (const { name, port, transport, aliases, comment } of services) {
      const fields = [name, ...aliases].map((text) => field('registered name', text));
      const title = comment ?? `listed in ${path}`;
      yield { keys: [`${port}/${transport}`], name, title, prior: REGISTRY_PRIOR, fields };
    }
  }
}

function dossierCard(dossier: Dossier): Card {
  const name = dossier.shortName ?? dossier.title;
  const isHistoric = dossier.uses.length > 0 && dossier.uses.every((use) => use.kind === 'historic');
  return {
    keys: dossier.keys,
    name,
    title: dossier.title,
    prior: isHistoric ? HISTORIC_PRIOR : 1,
    fields: [
      ...(dossier.shortName === undefined ? [] : [field('name', dossier.shortName)]),
      field('title', dossier.title),
      ...dossier.aliases.map((alias) => field('alias', alias)),
      ...dossier.uses.flatMap(useFields),
      field('summary', dossier.summary.text),
    ],
  };
}

function useFields(use: Use): Field[] {
  return [field('use', use.name), ...(use.processes ?? []).map((process) => field('process', process))];
}

/** A program's own port is one that nobody else has: those it shared with a well-known service come last. */
function programCard(program: Program): Card {
  const keys = program.ports.map((port) => port.key);
  const isShared = (key: string): boolean => portClass(parsePortKey(key)?.from ?? 0) === 'system';
  return {
    keys: [...keys.filter((key) => !isShared(key)), ...keys.filter(isShared)],
    name: program.name,
    title: `${program.name}, a ${program.kind} of record`,
    prior: PROGRAM_PRIOR,
    fields: [program.name, ...program.aliases].map((text) => field('program', text)),
  };
}

function patternCard(pattern: Pattern): Card {
  const keys = pattern.signs.flatMap((sign) => {
    if (sign.by === 'sockets') return [];
    const transports = TRANSPORTS.filter((transport) => sign.when.transport?.includes(transport) === true);
    const ports = (sign.when.dport ?? []).filter((port) => typeof port === 'number' || /^\d/.test(port));
    return ports.flatMap((port) => transports.map((transport) => `${port}/${transport}`));
  });
  const fields = [pattern.id, pattern.title, ...pattern.aliases].map((text) => field('pattern', text));
  return { keys: [...new Set(keys)], name: pattern.id, title: pattern.title, prior: PATTERN_PRIOR, fields };
}

/** A name of the registry, with every port and transport that carries it. */
function serviceCard(knowledge: Knowledge, name: string): Card {
  const keys = knowledge.portsOfService(name);
  const records: RegistryRecord[] = [];
  for (const text of keys) {
    const key = parsePortKey(text);
    if (key !== null) records.push(...knowledge.registry.lookUp(key.from, key.transport).records);
  }
  const own = records.filter((record) => record.name?.toLowerCase() === name);
  const descriptions = [...new Set(own.map((record) => record.description).filter((text) => text !== undefined))];
  const registered = own[0]?.name ?? name;
  return {
    keys,
    name: registered,
    title: descriptions[0] ?? registered,
    prior: REGISTRY_PRIOR,
    fields: [field('registered name', registered), ...descriptions.map((text) => field('registered for', text))],
  };
}

function field(kind: FieldKind, text: string): Field {
  return { kind, text };
}
