import { SourceTable } from '../facts/source-table.ts';
import { Tally } from '../facts/tally.ts';
import type { Severity } from '../../findings/finding.ts';
import type { EventBatch } from '../event-batch.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { AnySign, type EventKinds } from '../patterns/event-kinds.ts';
import type { EventView } from '../patterns/view.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { describeSpan, plural } from '../words.ts';
import { ScanTracker } from './scan-tracker.ts';
import { ALL_TOOLS, TOOLS } from './tool-signs.ts';

/** Scanners that are told one by one; evidence is kept of so many, and of as many again that turn out to have tried much. */
const MAX_SHOWN = 1000;
/** Targets from which on a scanner may be told by itself. */
const NOTED = 10;
const HOUR = 3600;

/** The signs of one direction: from outside to us, or from us outward. */
interface ScanSigns {
  readonly sweep: CompiledAlgorithm | null;
  readonly slow: CompiledAlgorithm | null;
  readonly block: CompiledAlgorithm | null;
}

/** What is known of a source's events. */
interface SourceTally {
  readonly id: number;
  readonly tally: Tally;
}

/** One scanner as the table has it. */
export interface Scanner {
  readonly slot: number;
  readonly ports: number;
  readonly hosts: number;
  readonly targets: number;
  readonly seconds: number;
}

/**
 * Scans: vertical (many ports), horizontal (many hosts), both (a block) and slow ones. Who is a scanner is decided by the
 * sequential test of `ScanTracker`; the patterns say from what size on it is a note, and from what size a finding.
 */
export class Scan {
  readonly tracker = new ScanTracker();
  readonly #tries: AnySign;
  readonly #sweep: CompiledAlgorithm | null;
  readonly #judge: (scanner: Scanner) => Judgement | null;
  readonly #tallies: SourceTally[] = [];
  /** By slot, the place of its source's tally from 1; the slot may be another source's by now. */
  readonly #places = new Uint16Array(SourceTable.capacity);

  constructor(signs: readonly CompiledAlgorithm[], kinds: EventKinds) {
    this.#tries = new AnySign(signs, kinds);
    const first = (test: (sign: CompiledAlgorithm) => boolean): CompiledAlgorithm | null => signs.find(test) ?? null;
    this.#sweep = first((sign) => sign.number('noteHosts') !== null);
    this.#judge = judgeBy({
      slow: first((sign) => sign.seconds('lasting') !== null),
      block: first((sign) => sign.number('blockPorts') !== null),
      sweep: this.#sweep,
    });
  }

  /** Takes an event if it opens a contact. Returns the slot of its source, or -1. */
  take(view: EventView, row: number, input: number): number {
    if (!this.#tries.holds(view, row)) return -1;
    const slot = this.tracker.take(view.batch, row, input);
    const { sources } = this.tracker;
    if (sources.targetsAtAlarm(slot) === 0) return slot;
    let tally = this.tallyOf(slot);
    const room = sources.targets(slot) < NOTED ? MAX_SHOWN : 2 * MAX_SHOWN;
    if (tally === null && this.#tallies.length < room) {
      tally = this.#tallyOfEarlier(slot, view.batch, row);
      this.#places[slot] = this.#tallies.push({ id: sources.id(slot), tally });
    }
    tally?.add(view.batch, row, input);
    return slot;
  }

  save(writer: StateWriter): void {
    writer.section('scan');
    this.tracker.save(writer);
    writer.list(this.#tallies, ({ id, tally }) => {
      writer.integer(id);
      tally.save(writer);
    });
  }

  load(reader: StateReader): void {
    reader.section('scan');
    this.tracker.load(reader);
    const { sources } = this.tracker;
    const slots = new Map<number, number>();
    for (const slot of sources.slots()) slots.set(sources.id(slot), slot);
    this.#tallies.length = 0;
    this.#places.fill(0);
    reader.list(2 * MAX_SHOWN, () => {
      const id = reader.integer();
      const tally = new Tally();
      tally.load(reader);
      const place = this.#tallies.push({ id, tally });
      const slot = slots.get(id);
      if (slot !== undefined) this.#places[slot] = place;
    });
  }

  /** How many of those of whom evidence is kept. */
  get alarms(): number {
    return this.#tallies.length;
  }

  /** What the table knows of a source's events, but for the one in the row. */
  #tallyOfEarlier(slot: number, batch: EventBatch | null, row: number): Tally {
    const { sources } = this.tracker;
    const tally = new Tally();
    const bytes = batch?.bytes[row] ?? 0;
    const sums = {
      events: sources.events(slot) - (batch === null ? 0 : 1),
      packets: sources.packets(slot) - (batch?.packets[row] ?? 0),
      bytes: sources.bytes(slot) - (Number.isNaN(bytes) ? 0 : bytes),
    };
    tally.addEarlier(sums, sources.firstReference(slot));
    tally.targets.add(sources.family(slot), sources.firstHost(slot));
    return tally;
  }

  /** All whom the test decided to be scanners. */
  *scanners(): Generator<Scanner> {
    const { sources } = this.tracker;
    for (const slot of sources.slots((one) => sources.targetsAtAlarm(one) !== 0)) yield this.scanner(slot);
  }

  scanner(slot: number): Scanner {
    const { sources } = this.tracker;
    return {
      slot,
      ports: sources.ports(slot),
      hosts: sources.hosts(slot),
      targets: sources.targets(slot),
      seconds: sources.last(slot) - sources.first(slot),
    };
  }

  /** What is known of a source's events; null where it came after all places were taken. */
  tallyOf(slot: number): Tally | null {
    const known = this.#tallies[(this.#places[slot] ?? 0) - 1];
    return known !== undefined && known.id === this.tracker.sources.id(slot) ? known.tally : null;
  }

  toolsOf(slot: number): string[] {
    const bits = this.tracker.sources.tools(slot);
    if (bits === ALL_TOOLS) return []; // no packet showed enough to tell
    return TOOLS.filter((_, place) => (bits & (1 << place)) !== 0).map(
      ({ name, because, known }) => `${name}: ${because} (${known})`,
    );
  }

  /** The findings, without the sources that are told otherwise (a coordinated scan, backscatter). */
  *sightings(isToldElsewhere: (slot: number) => boolean): Generator<Sighting> {
    const sweep = this.#sweep;
    const rest: Scanner[] = [];
    const large: (readonly [Scanner, Judgement])[] = [];
    for (const scanner of this.scanners()) {
      if (isToldElsewhere(scanner.slot)) continue;
      const judged = this.#judge(scanner);
      if (judged === null) rest.push(scanner);
      else large.push([scanner, judged]);
    }
    large.sort(([a], [b]) => b.targets - a.targets);
    for (const [scanner, judged] of large.slice(0, MAX_SHOWN)) {
      // Whoever tried most is told, even where there was no room for the evidence.
      yield this.#sighting(scanner, this.tallyOf(scanner.slot) ?? this.#tallyOfEarlier(scanner.slot, null, 0), judged);
    }
    for (const [scanner] of large.slice(MAX_SHOWN)) rest.push(scanner);
    if (rest.length > 0 && sweep !== null) yield this.#collected(sweep, rest);
  }

  #sighting(scanner: Scanner, tally: Tally, { sign, severity }: Judgement): Sighting {
    const { sources } = this.tracker;
    const { slot, ports, hosts, targets, seconds } = scanner;
    const answered = sources.answered(slot);
    const isBlock = sign.number('blockPorts') !== null;
    const spread = isBlock
      ? `a block of ${plural(hosts, 'host')} x ${plural(ports, 'port')}`
      : hosts === 1 || ports > hosts
        ? `${plural(ports, 'port')} of ${plural(hosts, 'host')}`
        : `${plural(hosts, 'host')} on ${plural(ports, 'port')}`;
    const span = Number.isNaN(seconds) || seconds < 1 ? '' : ` in ${describeSpan(seconds)}`;
    const answer = answered === 0 ? 'nothing answered' : `${plural(answered, 'target')} answered`;
    return sightingOf(sign.pattern, sign.sign, tally, {
      severity,
      what: `tried ${spread}${span}; ${answer}`,
      why: [
        `${plural(targets, 'different target')}, ${targets - answered} of them refused or silent`,
        `decided after ${sources.targetsAtAlarm(slot)} targets (sequential test, odds of 99 to 1)`,
      ],
      members: [{ family: sources.family(slot), address: sources.address(slot) }],
      sources: 1,
      hosts,
      ports,
      tools: this.toolsOf(slot),
    });
  }

  /** The many who tried a little. */
  #collected(sign: CompiledAlgorithm, scanners: readonly Scanner[]): Sighting {
    const tally = new Tally();
    const { sources } = this.tracker;
    let most = 0;
    for (const { slot, targets } of scanners) {
      const own = this.tallyOf(slot);
      if (own !== null) tally.join(own);
      tally.missed(sources.events(slot) - (own?.events ?? 0));
      most = Math.max(most, targets);
    }
    return sightingOf(sign.pattern, sign.sign, tally, {
      severity: 'info',
      what: `tried a few targets each, ${most} at most, and were refused`,
      why: ['each of them tried at least four targets of which hardly any answered (sequential test, odds of 99 to 1)'],
      members: scanners.slice(0, 32).map(({ slot }) => ({
        family: sources.family(slot),
        address: sources.address(slot),
      })),
      sources: scanners.length,
    });
  }
}

interface Judgement {
  readonly sign: CompiledAlgorithm;
  readonly severity: Severity;
}

/** What a scanner is called, and how much it matters; null where it is too small to be told by itself. */
function judgeBy({ sweep, slow, block }: ScanSigns): (scanner: Scanner) => Judgement | null {
  const judged = (sign: CompiledAlgorithm): Judgement => ({
    sign,
    severity: sign.sign.severity ?? sign.pattern.severity,
  });
  const blockPorts = block?.number('blockPorts') ?? 5;
  const blockHosts = block?.number('blockHosts') ?? 5;
  const cover = block?.number('cover') ?? 0.5;
  const lasting = slow?.seconds('lasting') ?? 6 * HOUR;
  const gap = slow?.seconds('gap') ?? 300;
  const slowPorts = slow?.number('ports') ?? 10;
  const slowHosts = slow?.number('hosts') ?? 10;
  const manyPorts = sweep?.number('ports') ?? Number.POSITIVE_INFINITY;
  const manyHosts = sweep?.number('hosts') ?? 25;
  const notePorts = sweep?.number('notePorts') ?? Number.POSITIVE_INFINITY;
  const noteHosts = sweep?.number('noteHosts') ?? 10;
  return ({ ports, hosts, targets, seconds }) => {
    const isBlock = ports >= blockPorts && hosts >= blockHosts && targets >= cover * ports * hosts;
    if (block !== null && isBlock) return judged(block);
    const isSlow = seconds >= lasting && seconds / targets >= gap && (ports >= slowPorts || hosts >= slowHosts);
    if (slow !== null && isSlow) return judged(slow);
    if (sweep === null) return null;
    if (ports >= manyPorts || hosts >= manyHosts) return judged(sweep);
    return ports >= notePorts || hosts >= noteHosts ? { sign: sweep, severity: 'info' } : null;
  };
}
