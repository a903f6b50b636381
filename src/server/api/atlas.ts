import { frame } from '../../findings/envelope.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { MAX_PORT } from '../../net/port.ts';
import type { Exposure } from '../../sockets/exposure.ts';
import type { SocketView } from '../../sockets/socket-row.ts';
import type { ApiDesk } from './desk.ts';

/** All ports of one transport, a digit each. */
export interface AtlasLayer {
  /** 0 nothing, 1 unregistered but on record for a program, 2 registered, 3 has a dossier of its own. */
  readonly knowledge: string;
  /** Of a listener that the internet reaches, as the dossier judges it: 0 none or not judged, to 4 critical. */
  readonly risk: string;
}

/** A port that somebody waits on here. */
export interface PortHere {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly exposure: Exposure;
  readonly sockets: number;
}

/** A port that was knocked on, as the store has it. */
export interface PortInLogs {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly events: number;
}

/** A dossier about more ports than this is about the range, not about each of them. */
const OWN_DOSSIER_PORTS = 64;

/** All 65,536 ports at once. `logs` is null where there is no store. */
export function atlasDocument(desk: ApiDesk, view: SocketView | null, logs: readonly PortInLogs[] | null): object {
  const { knowledge } = desk;
  return {
    ...frame('atlas', desk.now(), desk.host),
    knowledge: { version: desk.version, registryUpdated: knowledge.registryUpdated },
    tcp: layersOf(knowledge).tcp,
    udp: layersOf(knowledge).udp,
    here: view === null ? null : portsHere(view),
    logs,
  };
}

const known = new WeakMap<Knowledge, { readonly tcp: AtlasLayer; readonly udp: AtlasLayer }>();

/** The knowledge does not change while a process lives. */
function layersOf(knowledge: Knowledge): { readonly tcp: AtlasLayer; readonly udp: AtlasLayer } {
  const before = known.get(knowledge);
  if (before !== undefined) return before;
  const layers = { tcp: layerOf(knowledge, 'tcp'), udp: layerOf(knowledge, 'udp') };
  known.set(knowledge, layers);
  return layers;
}

function layerOf(knowledge: Knowledge, transport: 'tcp' | 'udp'): AtlasLayer {
  let [layer, risks] = ['', ''];
  for (let port = 0; port <= MAX_PORT;) {
    const registry = knowledge.registry.spanOf(port, transport);
    const until = Math.min(knowledge.handWrittenUntil(port, transport), registry.to);
    const length = until - port + 1;
    const dossiers = knowledge.dossiersOn(port, transport);
    const own = dossiers.find(({ keys }) => keys.every((key) => portsOf(key) <= OWN_DOSSIER_PORTS));
    const level =
      own !== undefined
        ? 3
        : registry.value.status === 'assigned'
          ? 2
          : knowledge.programsOn(port, transport).length > 0
            ? 1
            : 0;
    layer += String(level).repeat(length);
    risks += String(own?.risk?.internet ?? 0).repeat(length);
    port = until + 1;
  }
  return { knowledge: layer, risk: risks };
}

/** How many ports a key such as `6000-6063/tcp` names. */
function portsOf(key: string): number {
  const [from = 0, to = from] = key.replace(/\/.*/, '').split('-').map(Number);
  return to - from + 1;
}

function portsHere(view: SocketView): PortHere[] {
  return view.listeners.map(({ port, transport, exposure, rows }) => ({
    port,
    transport,
    exposure,
    sockets: rows.length,
  }));
}
