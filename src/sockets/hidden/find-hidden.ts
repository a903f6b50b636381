import type { PortRange } from '../../net/port.ts';
import type { Snapshot } from '../snapshot.ts';
import { everywhere, FAMILIES, onLoopback, TRANSPORTS, type Family, type Probe } from './probe.ts';
import {
  explainVerdict,
  findingOn,
  HIDDEN_LIMITS,
  type HiddenPort,
  type HiddenReport,
  type HiddenVerdict,
  type NotLooked,
} from './report.ts';
import { ShownPorts } from './shown-ports.ts';
import { sweepPorts, type Suspect, type Sweep } from './sweep.ts';

/** What the search needs of the system. */
export interface HiddenSystem {
  /** Reads all four tables anew. */
  readonly snapshot: () => Snapshot;
  readonly probe: Probe;
  /** Whether somebody on loopback accepts a connection to the port. */
  readonly answers: (family: Family, port: number) => Promise<boolean>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Looks at a suspect before it is spoken of. Sockets come and go between a probe and a table, so one look means
 * nothing; to pass all of these by chance, a port must have been reused as often, and stood in none of the tables.
 */
const LOOKS = 5;
const PAUSE_MILLISECONDS = 120;

/**
 * Ports that are held though no table of the kernel shows a socket on them, as unhide-tcp looks for them: binds each
 * port, compares with the tables, and looks again before it says anything.
 */
export async function findHidden(system: HiddenSystem, range: PortRange): Promise<HiddenReport> {
  const first = system.snapshot();
  const kinds = await kindsToLookAt(system, first, range);
  const familiesOf = (transport: 'tcp' | 'udp'): readonly Family[] => kinds.looked[transport];
  const sweep = await sweepPorts(range, familiesOf, new ShownPorts(first.table), system.probe, system.progress);
  const held = await confirm(system, sweep.suspects);
  const hidden: HiddenPort[] = [];
  for (const suspect of held.toSorted(comparePorts)) hidden.push(await describe(system, suspect));
  const notLooked = [...kinds.notLooked, ...notLookedOf(sweep)];
  return {
    ...range,
    probed: sweep.probed,
    shown: sweep.shown,
    explained: sweep.suspects.length - hidden.length,
    hidden,
    notLooked,
    complete: notLooked.every(({ reason }) => reason === 'no-family'),
    findings: hidden.map((one) => findingOn(one, first.takenAt)),
    limits: HIDDEN_LIMITS,
  };
}

interface Kinds {
  readonly looked: Readonly<Record<'tcp' | 'udp', Family[]>>;
  readonly notLooked: NotLooked[];
}

/** A family is looked at where its table was read whole: without it, every port in use would look hidden. */
async function kindsToLookAt(system: HiddenSystem, { completeness }: Snapshot, range: PortRange): Promise<Kinds> {
  const kinds: Kinds = { looked: { tcp: [], udp: [] }, notLooked: [] };
  for (const transport of TRANSPORTS) {
    for (const family of FAMILIES) {
      const name = family === 'ipv4' ? transport : `${transport}6`;
      const table = completeness.tables.find((one) => one.name === name);
      const wasRead = table !== undefined && table.failure === null && table.skipped === 0;
      // Port 0 is any port: it says whether the family works at all.
      const outcome = await system.probe(everywhere(transport, 0, [family]));
      if (outcome === 'no-family') kinds.notLooked.push({ ...range, transport, family, reason: 'no-family' });
      else if (!wasRead) kinds.notLooked.push({ ...range, transport, family, reason: 'table-not-read' });
      else kinds.looked[transport].push(family);
    }
  }
  return kinds;
}

/** Those suspects that stay held, and that no reading of the tables before or after a probe explains. */
async function confirm(system: HiddenSystem, suspects: readonly Suspect[]): Promise<Suspect[]> {
  let held = [...suspects];
  for (let look = 0; look < LOOKS && held.length > 0; look++) {
    await system.pause(PAUSE_MILLISECONDS);
    held = unexplained(held, new ShownPorts(system.snapshot().table));
    const again: Suspect[] = [];
    for (const { transport, port, families } of held) {
      const stillHeld: Family[] = [];
      for (const family of families) {
        if ((await system.probe(everywhere(transport, port, [family]))) === 'in-use') stillHeld.push(family);
      }
      if (stillHeld.length > 0) again.push({ transport, port, families: stillHeld });
    }
    held = unexplained(again, new ShownPorts(system.snapshot().table));
  }
  return held;
}

function unexplained(suspects: readonly Suspect[], shown: ShownPorts): Suspect[] {
  return suspects
    .map(({ transport, port, families }) => ({
      transport,
      port,
      families: families.filter((family) => !shown.explains(transport, port, family)),
    }))
    .filter(({ families }) => families.length > 0);
}

async function describe(system: HiddenSystem, { transport, port, families }: Suspect): Promise<HiddenPort> {
  let where: HiddenPort['where'] = 'other-address';
  let verdict: HiddenVerdict = transport === 'tcp' ? 'bound-not-listening' : 'not-in-table';
  for (const family of families) {
    if ((await system.probe(onLoopback(transport, port, family))) === 'in-use') where = 'loopback';
    if (transport === 'tcp' && (await system.answers(family, port))) verdict = 'answers';
  }
  return { port, transport, families, where, verdict, explanation: explainVerdict(verdict) };
}

function comparePorts(a: Suspect, b: Suspect): number {
  return a.port - b.port || (a.transport < b.transport ? -1 : 1);
}

/** Probes without an answer, as ranges. */
function notLookedOf({ unanswered }: Sweep): NotLooked[] {
  const ranges: { -readonly [Key in keyof NotLooked]: NotLooked[Key] }[] = [];
  for (const transport of TRANSPORTS) {
    for (const family of FAMILIES) {
      const mine = unanswered.filter((one) => one.transport === transport && one.families.includes(family));
      for (const { port, outcome } of mine.toSorted(comparePorts)) {
        const reason = outcome === 'not-permitted' ? outcome : 'failed';
        const last = ranges.at(-1);
        const continues = last?.transport === transport && last.family === family && last.reason === reason;
        if (continues && last.to === port - 1) last.to = port;
        else ranges.push({ transport, family, from: port, to: port, reason });
      }
    }
  }
  return ranges;
}
