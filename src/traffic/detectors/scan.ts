import { Tally } from '../facts/tally.ts';
import type { Severity } from '../../findings/finding.ts';
import type { EventBatch } from '../event-batch.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { SignSelection, type EventKinds } from '../patterns/event-kinds.ts';
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
  readonly #selection: SignSelection<CompiledAlgorithm>;
  readonly #known: ScanSigns;
  readonly #tallies = new Map<number, Tally>();

  constructor(signs: readonly CompiledAlgorithm[], kinds: EventKinds) {
    this.#selection = new SignSelection(signs, kinds);
    const first = (test: (sign: CompiledAlgorithm) => boolean): CompiledAlgorithm | null => signs.find(test) ?? null;
    this.#known = {
      slow: first((sign) => sign.seconds('lasting') !== null),
      block: first((sign) => sign.number('blockPorts') !== null),
      sweep: first((sign) => sign.number('noteHosts') !== null),
    };
  }

  /** Takes an event if it opens a contact. Returns the slot of its source, or -1. */
  take(view: EventView, row: number, input: number): number {
    if (!this.#isTry(view, row)) return -1;
    const slot = this.tracker.take(view.batch, row, input);
    const { sources } = this.tracker;
    if (sources.targetsAtAlarm(slot) === 0) return slot;
    const id = sources.id(slot);
    let tally = this.#tallies.get(id);
    const room = sources.targets(slot) < NOTED ? MAX_SHOWN : 2 * MAX_SHOWN;
    if (tally === undefined && this.#tallies.size < room) {
      tally = this.#tallyOfEarlier(slot, view.batch, row);
      this.#tallies.set(id, tally);
    }
    tally?.add(view.batch, row, input);
    return slot;
  }

  #isTry(view: EventView, row: number): boolean {
    const signs = this.#selection.of(view, row);
    for (let at = 0; at < signs.length; at++) if (signs[at]?.matchesRest(view, row) === true) return true;
    return false;
  }

  save(writer: StateWriter): void {
    writer.section('scan');
    this.tracker.save(writer);
    writer.list(this.#tallies, ([id, tally]) => {
      writer.integer(id);
      tally.save(writer);
    });
  }

  load(reader: StateReader): void {
    reader.section('scan');
    this.tracker.load(reader);
    this.#tallies.clear();
    reader.list(2 * MAX_SHOWN, () => {
      const id = reader.integer();
      const tally = new Tally();
      tally.load(reader);
      this.#tallies.set(id, tally);
    });
  }

  /** How many of those of whom evidence is kept. */
  get alarms(): number {
    return this.#tallies.size;
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
    return this.#tallies.get(this.tracker.sources.id(slot)) ?? null;
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
    const { sweep, slow, block } = this.#known;
    const rest: Scanner[] = [];
    const large: (readonly [Scanner, Judgement])[] = [];
    for (const scanner of this.scanners()) {
      if (isToldElsewhere(scanner.slot)) continue;
      const judged = judge(scanner, { sweep, slow, block });
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
function judge({ ports, hosts, targets, seconds }: Scanner, { sweep, slow, block }: ScanSigns): Judgement | null {
  const severityOf = ({ sign, pattern }: CompiledAlgorithm): Severity => sign.severity ?? pattern.severity;
  if (block !== null) {
    const isBlock = ports >= (block.number('blockPorts') ?? 5) && hosts >= (block.number('blockHosts') ?? 5);
    if (isBlock && targets >= (block.number('cover') ?? 0.5) * ports * hosts) {
      return { sign: block, severity: severityOf(block) };
    }
  }
  if (slow !== null) {
    const isLong = seconds >= (slow.seconds('lasting') ?? 6 * HOUR);
    const isSlow = seconds / targets >= (slow.seconds('gap') ?? 300);
    const isMuch = ports >= (slow.number('ports') ?? 10) || hosts >= (slow.number('hosts') ?? 10);
    if (isLong && isSlow && isMuch) return { sign: slow, severity: severityOf(slow) };
  }
  if (sweep === null) return null;
  if (ports >= (sweep.number('ports') ?? Number.POSITIVE_INFINITY) || hosts >= (sweep.number('hosts') ?? 25)) {
    return { sign: sweep, severity: severityOf(sweep) };
  }
  const notePorts = sweep.number('notePorts') ?? Number.POSITIVE_INFINITY;
  if (ports >= notePorts || hosts >= (sweep.number('noteHosts') ?? 10)) return { sign: sweep, severity: 'info' };
  return null;
}
