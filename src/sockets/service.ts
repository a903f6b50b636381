import { MAX_PORT } from '../net/port.ts';
import type { Dossier } from '../knowledge/dossier.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
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
  /** `dossier`: the name people use. `registry`: IANA's, which may be nobody's. */
  readonly source: 'dossier' | 'registry';
}

/** Names services, looking each port up once however many sockets use it. */
export class ServiceNamer {
  readonly #knowledge: Knowledge;
  readonly #names = new Map<number, Pick<Service, 'name' | 'source'> | null>();

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  nameOf(transport: 'tcp' | 'udp', port: number): Pick<Service, 'name' | 'source'> | null {
    const key = (transport === 'tcp' ? 0 : MAX_PORT + 1) + port;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#lookUp(transport, port);
    this.#names.set(key, name);
    return name;
  }

  /** The dossier on the service of a port; null when none was written. */
  dossierOf(transport: 'tcp' | 'udp', port: number): Dossier | null {
    return this.#knowledge.dossiersOn(port, transport).find((dossier) => dossier.kind === 'service') ?? null;
  }

  #lookUp(transport: 'tcp' | 'udp', port: number): Pick<Service, 'name' | 'source'> | null {
    const shortName = this.dossierOf(transport, port)?.shortName;
    if (shortName !== undefined) return { name: shortName, source: 'dossier' };
    if (portClass(port) === 'dynamic') return null;
    const name = this.#knowledge.registry.lookUp(port, transport).names[0];
    return name === undefined ? null : { name, source: 'registry' };
  }
}

export function serviceOf(table: SocketTable, row: number, direction: Direction, namer: ServiceNamer): Service | null {
  const side = direction === 'out' ? 'remote' : 'local';
  const port = side === 'remote' ? table.remotePort(row) : table.localPort(row);
  const transport = table.transport(row);
  const name = namer.nameOf(transport, port);
  return name === null ? null : { ...name, port, transport, side };
}
