import { MAX_PORT } from '../net/port.ts';
import type { Dossier } from '../knowledge/dossier.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { NO_OVERLAY, type LocalKnowledge, type Overlay } from '../knowledge/overlay.ts';
import { portClass } from '../knowledge/registry-entry.ts';
import type { Direction } from './listening-ports.ts';
import type { SocketTable } from './socket-table.ts';

/** What a port of a socket is known for. A name is a guess by number until the process confirms it. */
export interface Service {
  readonly name: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  /** Which end of the socket the port is: a client's service is at the far end. */
  readonly side: 'local' | 'remote';
  /** `overlay`: the user's own label. `dossier`: the name people use. `registry`: IANA's, which may be nobody's. */
  readonly source: 'overlay' | 'dossier' | 'registry';
}

export type ServiceName = Pick<Service, 'name' | 'source'>;

/** What is known of a port: both are null for most of them. */
interface KnownPort {
  readonly name: ServiceName | null;
  /** The dossier on its service. */
  readonly dossier: Dossier | null;
  /** What the user says of it. */
  readonly note: LocalKnowledge | null;
}

/** Names services, looking each port up once however many sockets use it. */
export class ServiceNamer {
  readonly #knowledge: Knowledge;
  readonly #overlay: Overlay;
  readonly #known = new Map<number, KnownPort>();

  constructor(knowledge: Knowledge, overlay: Overlay = NO_OVERLAY) {
    this.#knowledge = knowledge;
    this.#overlay = overlay;
  }

  nameOf(transport: 'tcp' | 'udp', port: number): ServiceName | null {
    return this.#ask(transport, port).name;
  }

  /** The dossier on the service of a port; null when none was written. */
  dossierOf(transport: 'tcp' | 'udp', port: number): Dossier | null {
    return this.#ask(transport, port).dossier;
  }

  /** The user's own notes on a port; null when there are none. */
  noteOn(transport: 'tcp' | 'udp', port: number): LocalKnowledge | null {
    return this.#ask(transport, port).note;
  }

  #ask(transport: 'tcp' | 'udp', port: number): KnownPort {
    const key = (transport === 'tcp' ? 0 : MAX_PORT + 1) + port;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const dossier = this.#knowledge.dossiersOn(port, transport).find(({ kind }) => kind === 'service') ?? null;
    const note = this.#overlay.noteOn(port, transport);
    const learned = { dossier, note, name: this.#name(transport, port, dossier, note) };
    this.#known.set(key, learned);
    return learned;
  }

  #name(
    transport: 'tcp' | 'udp',
    port: number,
    dossier: Dossier | null,
    note: LocalKnowledge | null,
  ): ServiceName | null {
    if (note?.label !== undefined) return { name: note.label, source: 'overlay' };
    if (dossier?.shortName !== undefined) return { name: dossier.shortName, source: 'dossier' };
    if (portClass(port) === 'dynamic') return null;
    const name = this.#knowledge.registry.lookUp(port, transport).names[0];
    return name === undefined ? null : { name, source: 'registry' };
  }
}

/** The name alone: one object for all sockets of a port, where a table of 100,000 rows asks for each. */
export function serviceNameOf(
  table: SocketTable,
  row: number,
  direction: Direction,
  namer: ServiceNamer,
): ServiceName | null {
  return namer.nameOf(table.transport(row), servicePort(table, row, direction));
}

export function serviceOf(table: SocketTable, row: number, direction: Direction, namer: ServiceNamer): Service | null {
  const name = serviceNameOf(table, row, direction, namer);
  if (name === null) return null;
  return {
    name: name.name,
    source: name.source,
    port: servicePort(table, row, direction),
    transport: table.transport(row),
    side: direction === 'out' ? 'remote' : 'local',
  };
}

/** A client's service is at the far end. */
function servicePort(table: SocketTable, row: number, direction: Direction): number {
  return direction === 'out' ? table.remotePort(row) : table.localPort(row);
}
