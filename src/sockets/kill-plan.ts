import { ancestryOf } from './ancestry.ts';
import { portProxyOf, type PortProxy } from './port-proxy.ts';
import { portUseOf, type LocalPort, type PortUse } from './port-use.ts';
import type { ProcessInfo } from './process-info.ts';
import { judgeHolder, judgeUnheld, type Refusal } from './kill-refusal.ts';
import { ownershipOf, ownersOf, type Snapshot } from './snapshot.ts';

/** Who asks, and how far this may go. */
export interface Asker {
  /** The pid of the program that would send the signals. */
  readonly pid: number;
  /** Users whose processes are the asker's own. */
  readonly uids: ReadonlySet<number>;
  /** Given --force. */
  readonly force: boolean;
}

/** A process that holds the port, and what would go with it. */
export interface Condemned {
  readonly process: ProcessInfo;
  readonly proxy: PortProxy | null;
  /** Other ports on which it waits, by number. */
  readonly alsoWaitsOn: readonly LocalPort[];
  /** Its sockets that have a peer. */
  readonly connections: number;
}

/** What ending whoever holds a port would do. Nothing is signalled while there is a single refusal. */
export interface KillPlan {
  readonly use: PortUse;
  /** In the order of the signals: whoever started another comes first, or it would start a new one. */
  readonly holders: readonly Condemned[];
  readonly refusals: readonly Refusal[];
}

export function planKill(snapshot: Snapshot, wanted: LocalPort, asker: Asker): KillPlan {
  const use = portUseOf(snapshot, wanted);
  const holders = use.pids.map((pid) => snapshot.process(pid)).filter((process) => process !== null);
  const self = snapshot.process(asker.pid);
  const lineage = (process: ProcessInfo): ProcessInfo[] => [
    ...ancestryOf(process, (pid) => snapshot.process(pid)).ancestors,
  ];
  const ancestors = new Set(self === null ? [] : lineage(self).map(({ pid }) => pid));
  const unheld = use.waiting.filter((row) => ownershipOf(snapshot, row) !== 'visible');
  const others = othersOf(snapshot, wanted, new Set(use.pids));
  const depths = new Map(holders.map((process) => [process.pid, lineage(process).length]));
  const depthOf = ({ pid }: ProcessInfo): number => depths.get(pid) ?? 0;
  return {
    use,
    holders: holders
      .toSorted((a, b) => depthOf(a) - depthOf(b) || a.pid - b.pid)
      .map((process) => ({
        process,
        proxy: portProxyOf(process, wanted),
        alsoWaitsOn: others.get(process.pid)?.waitsOn ?? [],
        connections: others.get(process.pid)?.connections ?? 0,
      })),
    refusals: [
      ...unheld.slice(0, 1).map((row) => judgeUnheld(snapshot, row)),
      ...holders.flatMap((process) => judgeHolder(process, wanted, holders, { ...asker, ancestors }) ?? []),
    ],
  };
}

interface Others {
  readonly waitsOn: LocalPort[];
  connections: number;
}

/** What the processes hold besides the port. */
function othersOf(snapshot: Snapshot, wanted: LocalPort, pids: ReadonlySet<number>): Map<number, Others> {
  const found = new Map<number, Others>([...pids].map((pid) => [pid, { waitsOn: [], connections: 0 }]));
  const { table } = snapshot;
  for (let row = 0; row < table.length; row++) {
    for (const { pid } of ownersOf(snapshot, row)) {
      const others = found.get(pid);
      if (others === undefined) continue;
      if (table.isListening(row)) note(others.waitsOn, { port: table.localPort(row), transport: table.transport(row) });
      else others.connections++;
    }
  }
  for (const { waitsOn } of found.values()) waitsOn.sort((a, b) => a.port - b.port);
  return found;

  function note(list: LocalPort[], one: LocalPort): void {
    const isSame = (other: LocalPort): boolean => other.port === one.port && other.transport === one.transport;
    if (!isSame(wanted) && !list.some(isSame)) list.push(one);
  }
}
