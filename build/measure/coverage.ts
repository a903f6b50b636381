import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { MAX_PORT, parsePortKey, type PortKey } from '../../src/net/port.ts';
import type { Transport } from '../../src/net/transport.ts';

/** A dossier about more ports than this says what a range is for, which is less than what a port is for. */
const WIDE = 100;

/** What the knowledge base has on a port, layer by layer. */
export interface Coverage {
  readonly key: PortKey;
  /** The registry has a record with a name or a use. "Unassigned" and "reserved" are answers, but no help. */
  readonly registered: boolean;
  /** A dossier about a service, by the widest it has: 'port' beats 'range'. */
  readonly dossier: 'port' | 'range' | null;
  readonly program: boolean;
  readonly amplification: boolean;
}

export function coverageOf(knowledge: Knowledge, port: number, transport: Transport): Coverage {
  const dossiers = knowledge.dossiersOn(port, transport).filter((dossier) => dossier.kind === 'service');
  const widths = dossiers.map((dossier) => Math.min(...dossier.keys.map((key) => widthOn(key, port, transport))));
  const narrowest = Math.min(...widths);
  return {
    key: { from: port, to: port, transport },
    registered: knowledge.registry.lookUp(port, transport).status === 'assigned',
    dossier: dossiers.length === 0 ? null : narrowest <= WIDE ? 'port' : 'range',
    program: knowledge.programsOn(port, transport).length > 0,
    amplification: dossiers[0]?.amplification !== undefined,
  };
}

/** Ports of a key that covers this one; more than any has where it does not. */
function widthOn(text: string, port: number, transport: Transport): number {
  const key = parsePortKey(text);
  const covers = key !== null && key.transport === transport && key.from <= port && port <= key.to;
  return covers ? key.to - key.from + 1 : MAX_PORT + 2;
}
