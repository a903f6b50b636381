import type { Finding } from '../../src/findings/finding.ts';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { formatPortKey, parsePortKey } from '../../src/net/port.ts';
import type { Listener } from '../../src/sockets/listener.ts';
import { LISTEN, snapshotOf, UNCONNECTED, type Holder, type Machine } from '../../src/sockets/machine.fixture.ts';
import { SocketView } from '../../src/sockets/socket-row.ts';

/** Who holds the ports of a made-up machine. */
export type HolderKind = 'a program nobody knows' | 'the usual program' | 'nobody who may be seen';

/** A finding on one of its ports. */
export interface JudgedPort {
  readonly holder: HolderKind;
  readonly listener: Listener;
  readonly finding: Finding;
}

interface HeldPort {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly inode: number;
  /** A process that its dossier names; null when none is named. */
  readonly usual: string | null;
}

/** Beyond the pids that make the machine. */
const FIRST_PID = 100;
const LINUX_DEFAULT = { 'ipv4/ip_local_port_range': '32768 60999' };

/**
 * A machine that listens, on every address, on every TCP and UDP port that a malicious program is on record for: judged
 * by all rules of the sockets lens, once for each kind of holder.
 */
export function judgeHeldPorts(knowledge: Knowledge): {
  readonly ports: number;
  readonly judged: readonly JudgedPort[];
} {
  const held = portsOnRecord(knowledge);
  const usual = held.filter(({ usual: name }) => name !== null);
  const inodes = held.map(({ inode }) => inode);
  const unknown: Holder = { pid: FIRST_PID, name: 'quite-harmless', holds: inodes };
  const owners = usual.map((port, index): Holder => {
    return { pid: FIRST_PID + index, name: port.usual ?? '', holds: [port.inode] };
  });
  const judge = (holder: HolderKind, ports: readonly HeldPort[], machine: Machine): JudgedPort[] => {
    const snapshot = snapshotOf({ ...machine, ...rowsOf(ports), settings: LINUX_DEFAULT });
    const view = new SocketView(snapshot, knowledge);
    return view.listeners.flatMap((listener) =>
      view.findingsOn(listener).map((finding) => ({ holder, listener, finding })),
    );
  };
  return {
    ports: held.length,
    judged: [
      ...judge('a program nobody knows', held, { processes: [unknown] }),
      ...judge('the usual program', usual, { processes: owners }),
      ...judge('nobody who may be seen', held, { closed: [FIRST_PID] }),
    ],
  };
}

function portsOnRecord(knowledge: Knowledge): HeldPort[] {
  const ports = new Map<string, HeldPort>();
  for (const { ports: associations } of knowledge.programs()) {
    for (const { key: text } of associations) {
      const key = parsePortKey(text);
      if (key === null || (key.transport !== 'tcp' && key.transport !== 'udp')) continue;
      for (let port = Math.max(1, key.from); port <= key.to; port++) {
        const { transport } = key;
        const dossier = knowledge.dossiersOn(port, transport).find(({ kind }) => kind === 'service');
        const usual = dossier?.uses.flatMap((use) => use.processes ?? [])[0] ?? null;
        const one = formatPortKey({ from: port, to: port, transport });
        if (!ports.has(one)) ports.set(one, { transport, port, inode: 1000 + ports.size, usual });
      }
    }
  }
  return [...ports.values()];
}

function rowsOf(ports: readonly HeldPort[]): Pick<Machine, 'tcp' | 'udp'> {
  const rows = (transport: string, state: number) =>
    ports
      .filter((port) => port.transport === transport)
      .map(({ port, inode }) => ({ local: `0.0.0.0:${port}`, state, inode, uid: 1000 }));
  return { tcp: rows('tcp', LISTEN), udp: rows('udp', UNCONNECTED) };
}
