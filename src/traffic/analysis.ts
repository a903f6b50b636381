import type { Algorithm, Pattern } from '../knowledge/pattern.ts';
import type { AddressBook } from './address-book.ts';
import { ADDRESS_CLASS } from './address-classes.ts';
import { arbitrate } from './arbitrate.ts';
import { Backscatter } from './detectors/backscatter.ts';
import { Contacts, ToldVisits } from './detectors/contacts.ts';
import { CoordinatedScan } from './detectors/coordinated-scan.ts';
import { CountSigns } from './detectors/count-signs.ts';
import { Flood } from './detectors/flood.ts';
import { guessing } from './detectors/guessing.ts';
import { rhythm } from './detectors/rhythm.ts';
import { Scan } from './detectors/scan.ts';
import { scanSigns } from './detectors/scan-signs.ts';
import { Tunnel } from './detectors/tunnel.ts';
import { EventAccount, type Explained } from './event-account.ts';
import { BATCH_EVENTS, OUTCOME, type EventBatch } from './event-batch.ts';
import { EXPLAINED } from './explanation.ts';
import type { Party } from './facts/tally.ts';
import { Timeline } from './facts/timeline.ts';
import { CompiledCount, type CompiledAlgorithm } from './patterns/compiled-sign.ts';
import type { CompiledPatterns } from './patterns/compile-patterns.ts';
import { EventKinds } from './patterns/event-kinds.ts';
import type { Matcher } from './patterns/matcher.ts';
import { EventView } from './patterns/view.ts';
import type { Prefix } from '../net/prefix.ts';
import { Roles } from './roles.ts';
import type { StateReader } from './state/state-reader.ts';
import type { StateWriter } from './state/state-writer.ts';
import { sightingOf, type Sighting } from './sighting.ts';
import { formatCount } from './words.ts';

/**
 * Reads batches of events and says what they show. Everything it keeps is bounded; what had to be forgotten is counted.
 * The batches come in the order of the input; `look` may be called at any time, `finish` once, at its end.
 */
export class Analysis {
  readonly roles: Roles;
  readonly timeline = new Timeline();
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** Place of the input that is read, in the list of inputs. */
  input = 0;
  readonly #addresses: AddressBook;
  /** Of each batch that events come in. */
  readonly #views = new Map<EventBatch, EventView>();
  readonly #kinds: EventKinds;
  readonly #counts: CountSigns;
  readonly #inward: Scan;
  readonly #outward: Scan;
  readonly #coordinated: CoordinatedScan | null;
  readonly #backscatter: Backscatter;
  readonly #flood: Flood;
  readonly #contacts: Contacts;
  readonly #tunnel: Tunnel;
  readonly #algorithms: ReadonlyMap<Algorithm, readonly CompiledAlgorithm[]>;
  readonly #stray: CompiledAlgorithm | null;
  readonly #account: EventAccount;
  /** What each event of the batch is taken for: see EXPLAINED. */
  readonly #explanation = new Uint8Array(BATCH_EVENTS);
  /** How many earlier events each of them explains with itself. */
  readonly #earlier = new Uint32Array(BATCH_EVENTS);

  constructor(batch: EventBatch, patterns: CompiledPatterns, own: readonly Prefix[]) {
    this.#addresses = batch.addresses;
    this.roles = new Roles(batch, own);
    this.#algorithms = patterns.algorithms;
    this.#kinds = new EventKinds(matchersOf(patterns));
    this.#counts = new CountSigns(patterns.counts, this.#kinds);
    const { stray, inward, outward } = scanSigns(this.#of('scan'));
    this.#stray = stray;
    this.#account = new EventAccount(stray);
    this.#inward = new Scan(inward, this.#kinds);
    this.#outward = new Scan(outward, this.#kinds);
    const [coordinated] = this.#of('coordinated-scan');
    this.#coordinated =
      coordinated === undefined ? null : new CoordinatedScan(coordinated, this.#inward, batch.addresses);
    this.#backscatter = new Backscatter(this.#of('backscatter'));
    this.#flood = new Flood(this.#of('flood'));
    this.#contacts = new Contacts([...this.#of('guessing'), ...this.#of('rhythm')], this.#kinds);
    this.#tunnel = new Tunnel(this.#of('tunnel'));
  }

  /** Takes what a batch holds now: it is a sink of batches. */
  take(batch: EventBatch): void {
    let view = this.#views.get(batch);
    if (view === undefined) {
      view = new EventView(batch);
      this.#views.set(batch, view);
    }
    view.update(this.roles);
    this.#kinds.update(view);
    // One detector after the other: each keeps its own tables in the processor's cache.
    this.#takeTimes(batch);
    this.#takeSigns(view);
    this.#backscatter.take(view, this.input, this.#explanation);
    this.#flood.take(view, this.input);
    this.#contacts.take(view, this.input, this.#explanation);
    if (batch.payloads.size > 0) this.#tunnel.take(view, this.input);
    this.#takeTries(view);
  }

  #takeTimes({ time, length }: EventBatch): void {
    for (let row = 0; row < length; row++) {
      const at = time[row] ?? Number.NaN;
      if (at < this.first) this.first = at;
      if (at > this.last) this.last = at;
      this.timeline.add(at);
    }
  }

  #takeSigns(view: EventView): void {
    const { explained } = this.#account;
    const counts = this.#counts;
    const { length } = view.batch;
    explained.events += length;
    for (let row = 0; row < length; row++) {
      const earlier = counts.take(view, row, this.input);
      this.#earlier[row] = earlier;
      if (earlier > 0) this.#account.explainEarlier(earlier);
      // One ping is harmless; one of a ping of all your machines, which takes a number of them, is not.
      const isHarmless = counts.harmless !== null;
      const isOther = counts.other !== null && (!isHarmless || counts.other.need !== null);
      this.#explanation[row] = isHarmless ? EXPLAINED.harmless : isOther ? EXPLAINED.other : EXPLAINED.not;
      if (isOther) explained.findings++;
      else if (isHarmless) explained.harmless++;
      else explained.unexplained++;
    }
  }

  #takeTries(view: EventView): void {
    const { batch } = view;
    for (let row = 0; row < batch.length; row++) {
      const what = this.#explanation[row];
      if (what === EXPLAINED.harmless) continue;
      const scan = ((view.source[row] ?? 0) & ADDRESS_CLASS.own) === 0 ? this.#inward : this.#outward;
      const slot = scan.take(view, row, this.input);
      const earlier = this.#earlier[row] ?? 0;
      // They are explained now, and need not be again when the source turns out to be a scanner.
      if (earlier > 0 && slot !== -1) scan.tracker.explained(slot, earlier);
      if (what === EXPLAINED.other) continue;
      const outcome = batch.outcome[row] ?? 0;
      const isConversation = outcome === OUTCOME.answered || outcome === OUTCOME.allowed;
      if (slot !== -1) scan.tracker.leftOpen(slot, isConversation);
      else this.#account.leaveOpen(batch.protocol[row] ?? 0, batch.dport[row] ?? 0, isConversation);
    }
  }

  /** Everything that was seen, once the input has ended. */
  finish(): Sighting[] {
    this.#flood.finish();
    const { sightings, members, told } = this.#gather();
    this.#account.settle({ inward: this.#inward, outward: this.#outward }, members, sightings, told);
    return arbitrate(sightings);
  }

  /** What is seen by now. It settles nothing: more events may come, and it may be asked again. */
  look(): Sighting[] {
    return arbitrate(this.#gather().sightings);
  }

  #gather(): {
    readonly sightings: Sighting[];
    readonly members: ReadonlySet<number>;
    readonly told: ToldVisits;
  } {
    const sightings: Sighting[] = [];
    const victims = new Set<string>();
    const { sources } = this.#inward.tracker;
    const triesOf = (family: number, address: number): number => {
      const slot = sources.find(family, address);
      return slot === -1 ? 0 : sources.events(slot);
    };
    for (const sighting of this.#backscatter.sightings(triesOf)) {
      sightings.push(sighting);
      for (const { family, value } of sighting.tally.sources.most) victims.add(`${family} ${value}`);
    }
    sightings.push(...(this.#coordinated?.sightings() ?? []));
    const members = this.#coordinated?.members ?? new Set<number>();
    const isVictim = (slot: number): boolean => victims.has(`${sources.family(slot)} ${sources.address(slot)}`);
    sightings.push(...this.#inward.sightings((slot) => members.has(slot) || isVictim(slot)));
    sightings.push(...this.#outward.sightings(() => false));
    sightings.push(...this.#flood.sightings());
    const told = new ToldVisits();
    sightings.push(...guessing(this.#of('guessing'), this.#contacts, told));
    const rhythms = [...rhythm(this.#of('rhythm'), this.#contacts, told)];
    sightings.push(...rhythms, ...this.#tunnel.sightings());
    for (const { compiled, tally, isCollected } of this.#counts.sightings) {
      const { sign, pattern } = compiled;
      const what = isCollected ? `${sign.shows} (many more, told together)` : sign.shows;
      sightings.push(sightingOf(pattern, sign, tally, { what }));
    }
    return { sightings, members, told };
  }

  /** How many things were noticed so far that are not harmless: for whoever waits. */
  get noticed(): number {
    const counted = this.#counts.sightings.filter(({ compiled }) => !compiled.isHarmless);
    return counted.length + this.#inward.alarms + this.#outward.alarms;
  }

  /** What had to be forgotten, in sentences. */
  get limits(): string[] {
    const limits: string[] = [];
    const say = (count: number, what: string): void => {
      if (count > 0) limits.push(`${formatCount(count)} ${what}`);
    };
    for (const { tracker } of [this.#inward, this.#outward]) {
      say(tracker.sources.forgotten, 'sources that tried little were forgotten to make room for others');
      say(tracker.tried.refused, 'targets were not remembered: counts of ports and hosts are lower bounds');
    }
    const { groups, precedents } = this.#counts.forgotten;
    say(groups, 'groups of events were forgotten before there were enough of them');
    say(precedents, 'earlier events were forgotten, so late answers may have been missed');
    say(this.#contacts.forgotten, 'visits were forgotten: guessing and regular visits may have been missed');
    say(this.#addresses.refused, 'events with IPv6 addresses that are not told apart any more');
    return limits;
  }

  /** Writes all that was seen. Nothing may wait in a batch. */
  save(writer: StateWriter): void {
    writer.section('sums');
    for (const value of [this.first, this.last]) writer.number(value);
    this.timeline.save(writer);
    this.#account.save(writer);
    this.roles.save(writer);
    for (const detector of this.#detectors) detector.save(writer);
    writer.section('end');
  }

  /** Goes on from there, having seen nothing yet. The addresses and labels must be those of then. Throws StateFault. */
  load(reader: StateReader): void {
    reader.section('sums');
    this.first = reader.number();
    this.last = reader.number();
    this.timeline.load(reader);
    this.#account.load(reader);
    this.roles.load(reader);
    for (const detector of this.#detectors) detector.load(reader);
    reader.section('end');
  }

  get #detectors(): readonly { save(writer: StateWriter): void; load(reader: StateReader): void }[] {
    return [this.#counts, this.#inward, this.#outward, this.#backscatter, this.#flood, this.#contacts, this.#tunnel];
  }

  #of(algorithm: Algorithm): readonly CompiledAlgorithm[] {
    return this.#algorithms.get(algorithm) ?? [];
  }

  /** How many events are understood so far, and how. */
  get explained(): Readonly<Explained> {
    return this.#account.explained;
  }

  /** Where the events go that nothing explains: protocol (as family) and port, most events first. */
  get openPorts(): readonly Party[] {
    return this.#account.openPorts;
  }

  /** Sources of single knocks, and the pattern that says what they are; null where there is none. */
  get strays(): { readonly sources: number; readonly pattern: Pattern } | null {
    const sources = this.#account.strays;
    return this.#stray === null || sources === 0 ? null : { sources, pattern: this.#stray.pattern };
  }
}

/** Every condition that an event is tested on. */
function matchersOf({ counts, algorithms }: CompiledPatterns): Matcher[] {
  return [...counts, ...[...algorithms.values()].flat()].flatMap((sign) => {
    const precedent = sign instanceof CompiledCount ? sign.precedent : null;
    return [sign.matcher, ...sign.unless, ...(precedent === null ? [] : [precedent.matcher])];
  });
}
