import type { Transport } from '../net/transport.ts';
import type { Artefact } from './artefact.ts';
import type { RegistryEntry } from './registry-entry.ts';
import { SpanTable, type Span } from './span-table.ts';

/** Layer 1: a total function from (port, transport) to what IANA's registry says. */
export class Registry {
  readonly #artefact: Artefact;
  readonly #tables: Partial<Record<Transport, SpanTable<RegistryEntry>>> = {};

  constructor(artefact: Artefact) {
    this.#artefact = artefact;
  }

  /** The entry of a port, 0 to 65535 (RangeError otherwise). */
  lookUp(port: number, transport: Transport): RegistryEntry {
    return this.spanOf(port, transport).value;
  }

  /** The entry with the run of ports around this one that shares it. */
  spanOf(port: number, transport: Transport): Span<RegistryEntry> {
    const table = (this.#tables[transport] ??= new SpanTable(
      this.#artefact,
      `registry.${transport}`,
      'registry.entries',
    ));
    return table.lookUp(port);
  }

  /** Ports that have a service over TCP or UDP: one bit a port, the lowest first. */
  get assignedPorts(): Uint8Array {
    return this.#artefact.bytes('registry.assigned');
  }
}
