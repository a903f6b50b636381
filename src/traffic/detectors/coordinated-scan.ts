import type { AddressBook } from '../address-book.ts';
import { Tally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import { describeSpan, formatCount, plural } from '../words.ts';
import { ScanTracker } from './scan-tracker.ts';
import type { Scan } from './scan.ts';

/** Networks that are looked at. */
const MAX_NETWORKS = 4096;

interface Group {
  readonly network: string;
  readonly slots: number[];
}

/** What a group tried together. */
interface Work {
  readonly union: Set<number>;
  readonly ports: Set<number>;
  readonly hosts: Set<number>;
  sum: number;
  sumOfPorts: number;
  sumOfHosts: number;
  largest: number;
}

/**
 * One scanner in many machines: the members of a network share the work out among themselves, so that hardly any target
 * is tried twice. Strangers who scan try the popular ports again and again.
 */
export class CoordinatedScan {
  readonly #sign: CompiledAlgorithm;
  readonly #scan: Scan;
  readonly #book: AddressBook;
  /** Slots of the sources that are members of one, by the last `sightings`. */
  readonly members = new Set<number>();

  constructor(sign: CompiledAlgorithm, scan: Scan, book: AddressBook) {
    this.#sign = sign;
    this.#scan = scan;
    this.#book = book;
  }

  *sightings(): Generator<Sighting> {
    const sign = this.#sign;
    this.members.clear();
    const pairs = sign.number('pairs') ?? 50;
    // In a wide network many strangers rent machines: more is asked of it.
    const lengths: readonly (readonly [number, number, number])[] = [
      [sign.number('prefix4') ?? 24, sign.number('prefix6') ?? 48, pairs],
      [sign.number('wide4') ?? 16, sign.number('wide6') ?? 32, sign.number('widePairs') ?? 4 * pairs],
    ];
    for (const [length4, length6, least] of lengths) {
      const groups = this.#groups(length4, length6);
      const works = this.#works(groups);
      for (const [place, group] of groups.entries()) {
        const work = works[place];
        if (work === undefined || !this.#isShared(work, least)) continue;
        for (const slot of group.slots) this.members.add(slot);
        yield this.#sighting(group, work);
      }
    }
  }

  /** Sources with enough targets by network, where there are enough of them in one. */
  #groups(length4: number, length6: number): Group[] {
    const { sources } = this.#scan.tracker;
    const least = this.#sign.number('pairsEach') ?? 5;
    const networks = new Map<string, Group>();
    const slots: number[] = [];
    for (const slot of sources.slots()) {
      if ((sources.targets[slot] ?? 0) >= least && !this.members.has(slot)) slots.push(slot);
    }
    // As they came: slots are in an order that is another one in each process.
    slots.sort((a, b) => (sources.id[a] ?? 0) - (sources.id[b] ?? 0));
    for (const slot of slots) {
      const network = this.#network(sources.family[slot] ?? 0, sources.address[slot] ?? 0, length4, length6);
      const group = networks.get(network);
      if (group !== undefined) group.slots.push(slot);
      else if (networks.size < MAX_NETWORKS) networks.set(network, { network, slots: [slot] });
    }
    return [...networks.values()].filter((group) => group.slots.length >= (this.#sign.number('members') ?? 5));
  }

  #network(family: number, address: number, length4: number, length6: number): string {
    if (family === 4) {
      const base = (address >>> (32 - length4)) * 2 ** (32 - length4);
      return `${this.#book.format(4, base)}/${length4}`;
    }
    const [first, second] = this.#book.words(address);
    const high = first.toString(16);
    return `${high.slice(0, -4)}:${high.slice(-4)}:${length6 > 32 ? (second >>> 16).toString(16) : ''}:/${length6}`;
  }

  #works(groups: readonly Group[]): Work[] {
    const { sources } = this.#scan.tracker;
    const workOf = new Map<number, Work>();
    const works = groups.map(({ slots }) => {
      const work: Work = {
        union: new Set(),
        ports: new Set(),
        hosts: new Set(),
        sum: 0,
        sumOfPorts: 0,
        sumOfHosts: 0,
        largest: 0,
      };
      for (const slot of slots) {
        const targets = sources.targets[slot] ?? 0;
        const host = sources.firstHost[slot] ?? 0;
        const port = sources.firstPort[slot] ?? 0;
        workOf.set(sources.id[slot] ?? 0, work);
        work.sum += targets;
        work.sumOfPorts += (sources.tcpPorts[slot] ?? 0) + (sources.udpPorts[slot] ?? 0);
        work.sumOfHosts += sources.hosts[slot] ?? 0;
        work.largest = Math.max(work.largest, targets);
        work.union.add(ScanTracker.targetHash(host, port));
        work.ports.add(port);
        work.hosts.add(host);
      }
      return work;
    });
    const { tracker } = this.#scan;
    tracker.forEachPair('target', (id, value) => workOf.get(id)?.union.add(value));
    tracker.forEachPair('port', (id, value) => workOf.get(id)?.ports.add(value));
    tracker.forEachPair('host', (id, value) => workOf.get(id)?.hosts.add(value));
    return works;
  }

  #isShared({ union, ports, hosts, sum, sumOfPorts, sumOfHosts, largest }: Work, least: number): boolean {
    const sign = this.#sign;
    if (union.size < least) return false;
    if (union.size < (sign.number('disjoint') ?? 0.9) * sum) return false;
    if (largest > (sign.number('largestShare') ?? 0.5) * sum) return false;
    // Small sets of strangers are disjoint too: the members must at least look at the same hosts, or for the same ports.
    return hosts.size <= sumOfHosts / 2 || ports.size <= sumOfPorts / 2;
  }

  #sighting({ network, slots }: Group, { union, ports, hosts, sum }: Work): Sighting {
    const { sources } = this.#scan.tracker;
    const tally = new Tally();
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let answered = 0;
    const tools = new Set<string>();
    for (const slot of slots) {
      const own = this.#scan.tallyOf(slot);
      if (own !== null) tally.join(own);
      tally.missed((sources.events[slot] ?? 0) - (own?.events ?? 0));
      first = Math.min(first, sources.first[slot] ?? first);
      last = Math.max(last, sources.last[slot] ?? last);
      answered += sources.answered[slot] ?? 0;
      for (const tool of this.#scan.toolsOf(slot)) tools.add(tool);
    }
    const span = last > first ? ` in ${describeSpan(last - first)}` : '';
    const repeated = sum - union.size;
    return sightingOf(this.#sign.pattern, this.#sign.sign, tally, {
      what: `one scanner in ${slots.length} machines of ${network}: ${plural(ports.size, 'port')} of ${plural(hosts.size, 'host')} shared out among them, ${repeated === 0 ? 'no target twice' : `only ${plural(repeated, 'target')} twice`}${span}; ${answered === 0 ? 'nothing answered' : `${plural(answered, 'target')} answered`}`,
      why: [`${formatCount(sum)} tries of ${formatCount(union.size)} different targets`, `${slots.length} members`],
      members: slots.map((slot) => ({ family: sources.family[slot] ?? 0, address: sources.address[slot] ?? 0 })),
      sources: slots.length,
      hosts: hosts.size,
      ports: ports.size,
      tools: [...tools],
    });
  }
}
