import type { AddressBook } from '../address-book.ts';
import { Tally } from '../facts/tally.ts';
import { TargetLists } from '../facts/target-lists.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import { describeSpan, formatCount, plural } from '../words.ts';
import { chanceOfSoFew, PortPopularity } from './chance-overlap.ts';
import type { Scan } from './scan.ts';

/** Networks that are looked at. */
const MAX_NETWORKS = 4096;

interface Group {
  readonly network: string;
  readonly slots: readonly number[];
}

/** What a group tried together. */
interface Work {
  /** Different targets. */
  readonly union: number;
  /** Port -> how many members tried it. */
  readonly ports: ReadonlyMap<number, number>;
  /** Different hosts. */
  readonly hosts: number;
  /** Targets, ports and hosts of all members, those of several counted for each. */
  readonly sum: number;
  readonly sumOfPorts: number;
  readonly sumOfHosts: number;
}

/** What the members of a group tried, one after the other. */
interface Tries {
  readonly targets: number[];
  readonly ports: Map<number, number>;
  readonly hosts: number[];
}

/** How a group's repeats compare with those of strangers. */
interface Chance {
  /** Repeats that strangers would have; NaN where there are no others to compare with. */
  readonly expected: number;
  /** That strangers would have so few. */
  readonly chance: number;
}

/**
 * One scanner in many machines: the members of a network share the work out among themselves, so that hardly any target
 * is tried twice. Strangers who scan try the popular ports again and again: how often is worked out from the ports that
 * all other sources try.
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
    const { tracker } = this.#scan;
    // In a wide network many strangers rent machines: there the members must be told apart from them.
    const lengths: readonly (readonly [number, number, boolean])[] = [
      [sign.number('prefix4') ?? 24, sign.number('prefix6') ?? 48, false],
      [sign.number('wide4') ?? 16, sign.number('wide6') ?? 32, true],
    ];
    let popularity: PortPopularity | null = null;
    for (const [length4, length6, isWide] of lengths) {
      const groups = this.#groups(length4, length6);
      const works = this.#works(groups);
      for (const [place, group] of groups.entries()) {
        const work = works[place];
        if (work === undefined || !this.#isShared(work)) continue;
        popularity ??= new PortPopularity(tracker, sign.number('pairsEach') ?? 5);
        const chance = chanceOf(work, group.slots.length, popularity);
        const isUnlikely = chance.chance <= (sign.number('chance') ?? 1e-6);
        if (isWide && !isUnlikely) continue;
        for (const slot of group.slots) this.members.add(slot);
        yield this.#sighting(group, work, chance, isUnlikely);
      }
    }
  }

  /** Sources with enough targets by network, where there are enough of them in one. */
  #groups(length4: number, length6: number): Group[] {
    const { sources } = this.#scan.tracker;
    const least = this.#sign.number('pairsEach') ?? 5;
    // By what all of a network have in common; its name is made for those that are told.
    const networks = new Map<number | string, number[]>();
    for (const slot of sources.slots((one) => sources.targets(one) >= least && !this.members.has(one))) {
      const key = this.#networkOf(slot, length4, length6);
      const slots = networks.get(key);
      if (slots !== undefined) slots.push(slot);
      else if (networks.size < MAX_NETWORKS) networks.set(key, [slot]);
    }
    return [...networks]
      .filter(([, slots]) => slots.length >= (this.#sign.number('members') ?? 5) && this.#isEven(slots))
      .map(([key, slots]) => ({
        network: typeof key === 'string' ? key : `${this.#book.format(4, key)}/${length4}`,
        slots,
      }));
  }

  /** Whether they tried enough for a group, and none of them most of it: of many groups that is all that has to be seen. */
  #isEven(slots: readonly number[]): boolean {
    const targets = slots.map((slot) => this.#scan.tracker.sources.targets(slot));
    const sum = sumOf(targets);
    return (
      sum >= (this.#sign.number('pairs') ?? 50) &&
      Math.max(...targets) <= (this.#sign.number('largestShare') ?? 0.5) * sum
    );
  }

  /** The first address of an IPv4 network, the text of an IPv6 one. */
  #networkOf(slot: number, length4: number, length6: number): number | string {
    const { sources } = this.#scan.tracker;
    const address = sources.address(slot);
    if (sources.family(slot) === 4) return (address >>> (32 - length4)) * 2 ** (32 - length4);
    const [first, second] = this.#book.words(address);
    const high = first.toString(16);
    return `${high.slice(0, -4)}:${high.slice(-4)}:${length6 > 32 ? (second >>> 16).toString(16) : ''}:/${length6}`;
  }

  #works(groups: readonly Group[]): Work[] {
    const { sources, tried } = this.#scan.tracker;
    const triesOf = new Map<number, Tries>();
    const all = groups.map(({ slots }) => {
      const tries: Tries = { targets: [], ports: new Map(), hosts: [] };
      for (const slot of slots) {
        triesOf.set(slot, tries);
        const host = sources.firstHost(slot);
        const port = sources.firstPort(slot);
        tries.targets.push(TargetLists.hashOf(host, port));
        tries.ports.set(port, (tries.ports.get(port) ?? 0) + 1);
        tries.hosts.push(host);
      }
      return tries;
    });
    tried.forEach(triesOf.keys(), (slot, kind, value) => {
      const tries = triesOf.get(slot);
      if (tries === undefined) return;
      if (kind === 'target') tries.targets.push(value);
      else if (kind === 'port') tries.ports.set(value, (tries.ports.get(value) ?? 0) + 1);
      else tries.hosts.push(value);
    });
    return groups.map(({ slots }, place) => {
      const { targets = [], ports = new Map<number, number>(), hosts = [] } = all[place] ?? {};
      return {
        union: differentOf(targets),
        ports,
        hosts: differentOf(hosts),
        sum: sumOf(slots.map((slot) => sources.targets(slot))),
        sumOfPorts: sumOf(slots.map((slot) => sources.ports(slot))),
        sumOfHosts: sumOf(slots.map((slot) => sources.hosts(slot))),
      };
    });
  }

  #isShared({ union, ports, hosts, sum, sumOfPorts, sumOfHosts }: Work): boolean {
    const sign = this.#sign;
    if (union < (sign.number('pairs') ?? 50) || union < (sign.number('disjoint') ?? 0.9) * sum) return false;
    // Small sets of strangers are disjoint too: the members must at least look at the same hosts, or for the same ports.
    return hosts <= sumOfHosts / 2 || ports.size <= sumOfPorts / 2;
  }

  #sighting(
    { network, slots }: Group,
    { union, ports, hosts, sum }: Work,
    { expected }: Chance,
    isUnlikely: boolean,
  ): Sighting {
    const { sources } = this.#scan.tracker;
    const tally = new Tally();
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let answered = 0;
    const tools = new Set<string>();
    for (const slot of slots) {
      const own = this.#scan.tallyOf(slot);
      if (own !== null) tally.join(own);
      tally.missed(sources.events(slot) - (own?.events ?? 0));
      first = Math.min(first, sources.first(slot));
      last = Math.max(last, sources.last(slot));
      answered += sources.answered(slot);
      for (const tool of this.#scan.toolsOf(slot)) tools.add(tool);
    }
    const span = last > first ? ` in ${describeSpan(last - first)}` : '';
    const repeated = sum - union;
    return sightingOf(this.#sign.pattern, this.#sign.sign, tally, {
      what: `one scanner in ${slots.length} machines of ${network}: ${plural(ports.size, 'port')} of ${plural(hosts, 'host')} shared out among them, ${repeated === 0 ? 'no target twice' : `only ${plural(repeated, 'target')} twice`}${span}; ${answered === 0 ? 'nothing answered' : `${plural(answered, 'target')} answered`}`,
      confidence: isUnlikely ? this.#sign.sign.confidence : 'low',
      why: [
        `${formatCount(sum)} tries of ${formatCount(union)} different targets`,
        `${slots.length} members`,
        Number.isNaN(expected)
          ? 'nobody else scans here, so there is nothing to compare with'
          : `strangers who choose ports as all others here do would have tried ${expected < 1 ? 'less than one target' : `about ${plural(Math.round(expected), 'target')}`} twice`,
      ],
      members: slots.map((slot) => ({ family: sources.family(slot), address: sources.address(slot) })),
      sources: slots.length,
      hosts,
      ports: ports.size,
      tools: [...tools],
    });
  }
}

function chanceOf({ union, ports, hosts, sum }: Work, members: number, popularity: PortPopularity): Chance {
  const expected = popularity.expectedRepeats(ports, members, sum, hosts);
  return { expected, chance: Number.isNaN(expected) ? 1 : chanceOfSoFew(sum - union, expected) };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** How many different numbers there are. Sorting costs less than a Set of millions. */
function differentOf(values: readonly number[]): number {
  const sorted = new Uint32Array(values).sort();
  let count = 0;
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) count++;
  return count;
}
