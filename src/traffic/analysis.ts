import type { Algorithm, Pattern } from '../knowledge/pattern.ts';
import type { AddressBook } from './address-book.ts';
import { ADDRESS_CLASS } from './address-classes.ts';
import { arbitrate } from './arbitrate.ts';
import { Backscatter, type PackedAnswers } from './detectors/backscatter.ts';
import { Contacts, type PackedVisits } from './detectors/contacts.ts';
import { CoordinatedScan } from './detectors/coordinated-scan.ts';
import { CountSigns, type PackedCounts } from './detectors/count-signs.ts';
import { Flood, type PackedService } from './detectors/flood.ts';
import { guessing } from './detectors/guessing.ts';
import { rhythm } from './detectors/rhythm.ts';
import { Scan } from './detectors/scan.ts';
import { Tunnel, type PackedClient } from './detectors/tunnel.ts';
import type { EventBatch } from './event-batch.ts';
import type { SourceTable } from './facts/source-table.ts';
import { PartyList, type PackedParties, type Party } from './facts/tally.ts';
import { Timeline } from './facts/timeline.ts';
import type { CompiledAlgorithm } from './patterns/compiled-sign.ts';
import type { CompiledPatterns } from './patterns/compile-patterns.ts';
import { EventView } from './patterns/view.ts';
import type { Prefix } from './prefix.ts';
import { PROTOCOL } from './protocol.ts';
import { Roles } from './roles.ts';
import { sightingOf, type Sighting } from './sighting.ts';

/** How many events are understood, and how. */
export interface Explained {
  events: number;
  harmless: number;
  /** By a finding. */
  findings: number;
  /** Single knocks, too few of each source to say more of. */
  strays: number;
  unexplained: number;
}

/** What can be kept of them when the program ends. */
export interface PackedDetectors {
  readonly counts: PackedCounts;
  readonly backscatter: readonly PackedAnswers[];
  readonly flood: readonly PackedService[];
  readonly contacts: readonly PackedVisits[];
  readonly tunnel: readonly PackedClient[];
  readonly openPorts: PackedParties;
}

/**
 * Reads batches of events and says what they show. Everything it keeps is bounded; what had to be forgotten is counted.
 * The batches come in the order of the input; `look` may be called at any time, `finish` once, at its end.
 */
export class Analysis {
  readonly roles: Roles;
  readonly timeline = new Timeline();
  readonly explained: Explained = { events: 0, harmless: 0, findings: 0, strays: 0, unexplained: 0 };
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** Place of the input that is read, in the list of inputs. */
  input = 0;
  readonly #addresses: AddressBook;
  /** Of each batch that events come in. */
  readonly #views = new Map<EventBatch, EventView>();
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

  constructor(batch: EventBatch, patterns: CompiledPatterns, own: readonly Prefix[]) {
    this.#addresses = batch.addresses;
    this.roles = new Roles(batch, own);
    this.#algorithms = patterns.algorithms;
    this.#counts = new CountSigns(patterns.counts);
    const scans = this.#of('scan');
    const isOutward = ({ matcher }: CompiledAlgorithm): boolean => matcher.source === ADDRESS_CLASS.own;
    this.#stray = scans.find((sign) => sign.number('strays') !== null) ?? null;
    this.#inward = new Scan(scans.filter((sign) => sign !== this.#stray && !isOutward(sign)));
    this.#outward = new Scan(scans.filter(isOutward));
    const [coordinated] = this.#of('coordinated-scan');
    this.#coordinated =
      coordinated === undefined ? null : new CoordinatedScan(coordinated, this.#inward, batch.addresses);
    this.#backscatter = new Backscatter(this.#of('backscatter'));
    this.#flood = new Flood(this.#of('flood'));
    this.#contacts = new Contacts([...this.#of('guessing'), ...this.#of('rhythm')]);
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
    for (let row = 0; row < batch.length; row++) this.#takeEvent(view, row);
  }

  #takeEvent(view: EventView, row: number): void {
    const { batch } = view;
    const { input, explained } = this;
    explained.events++;
    const time = batch.time[row] ?? Number.NaN;
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    this.timeline.add(time);
    const counts = this.#counts;
    const earlier = counts.take(view, row, input);
    explained.findings += earlier;
    explained.unexplained -= earlier;
    const isHarmless = counts.harmless !== null;
    const isExplained = isHarmless || counts.other !== null;
    if (isHarmless) explained.harmless++;
    else if (isExplained) explained.findings++;
    else explained.unexplained++;
    this.#flood.take(view, row, input);
    this.#backscatter.take(view, row, input, isHarmless);
    this.#contacts.take(view, row, input, isExplained);
    if (batch.payloads.size > 0) this.#tunnel.take(view, row, input);
    if (isHarmless) return;
    const scan = (view.source[row] ?? 0) & ADDRESS_CLASS.own ? this.#outward : this.#inward;
    const slot = scan.take(view, row, input);
    if (isExplained) return;
    if (slot === -1) {
      this.#openPorts.add(batch.protocol[row] ?? 0, batch.dport[row] ?? 0);
      return;
    }
    const { sources } = scan.tracker;
    sources.unexplained[slot] = (sources.unexplained[slot] ?? 0) + 1;
  }

  /** Everything that was seen, once the input has ended. */
  finish(): Sighting[] {
    const sightings = this.#gather();
    this.explained.harmless -= this.#backscatter.reclaimed.harmless;
    this.explained.findings += this.#backscatter.reclaimed.harmless;
    this.#settle(this.#coordinated?.members ?? new Set(), sightings);
    return arbitrate(sightings);
  }

  /** What is seen by now. It settles nothing: more events may come, and it may be asked again. */
  look(): Sighting[] {
    return arbitrate(this.#gather());
  }

  #gather(): Sighting[] {
    const sightings: Sighting[] = [];
    const victims = new Set<string>();
    for (const sighting of this.#backscatter.sightings()) {
      sightings.push(sighting);
      for (const { family, value } of sighting.tally.sources.most) victims.add(`${family} ${value}`);
    }
    sightings.push(...(this.#coordinated?.sightings() ?? []));
    const members = this.#coordinated?.members ?? new Set<number>();
    const { sources } = this.#inward.tracker;
    const isVictim = (slot: number): boolean =>
      victims.has(`${sources.family[slot] ?? 0} ${sources.address[slot] ?? 0}`);
    sightings.push(...this.#inward.sightings((slot) => members.has(slot) || isVictim(slot)));
    sightings.push(...this.#outward.sightings(() => false));
    sightings.push(...this.#flood.sightings());
    sightings.push(...guessing(this.#of('guessing'), this.#contacts));
    const rhythms = [...rhythm(this.#of('rhythm'), this.#contacts)];
    sightings.push(...rhythms, ...this.#tunnel.sightings());
    for (const { compiled, tally, isCollected } of this.#counts.sightings) {
      const { sign, pattern } = compiled;
      const what = isCollected ? `${sign.shows} (many more, told together)` : sign.shows;
      sightings.push(sightingOf(pattern, sign, tally, { what }));
    }
    return sightings;
  }

  /** What had to be forgotten, in sentences. */
  get limits(): string[] {
    const limits: string[] = [];
    const say = (count: number, what: string): void => {
      if (count > 0) limits.push(`${count.toLocaleString('en-US')} ${what}`);
    };
    for (const { tracker } of [this.#inward, this.#outward]) {
      say(tracker.sources.forgotten, 'sources that tried little were forgotten to make room for others');
      say(tracker.pairs.refused, 'targets were not remembered: counts of ports and hosts are lower bounds');
    }
    const { groups, precedents } = this.#counts.forgotten;
    say(groups, 'groups of events were forgotten before there were enough of them');
    say(precedents, 'earlier events were forgotten, so late answers may have been missed');
    say(this.#contacts.forgotten, 'visits were forgotten: guessing and regular visits may have been missed');
    say(this.#addresses.refused, 'events with IPv6 addresses that are not told apart any more');
    return limits;
  }

  /** Who tried what: from outside to us, and from us outward. */
  get scans(): readonly [inward: Scan, outward: Scan] {
    return [this.#inward, this.#outward];
  }

  /** What all detectors but the scans' know, as a value that JSON can write. */
  pack(): PackedDetectors {
    return {
      counts: this.#counts.pack(),
      backscatter: this.#backscatter.pack(),
      flood: this.#flood.pack(),
      contacts: this.#contacts.pack(),
      tunnel: this.#tunnel.pack(),
      openPorts: this.#openPorts.pack(),
    };
  }

  /** Goes on from there, having seen nothing yet. */
  unpack({ counts, backscatter, flood, contacts, tunnel, openPorts }: PackedDetectors): void {
    this.#counts.unpack(counts);
    this.#backscatter.unpack(backscatter);
    this.#flood.unpack(flood);
    this.#contacts.unpack(contacts);
    this.#tunnel.unpack(tunnel);
    this.#openPorts.unpack(openPorts);
  }

  #of(algorithm: Algorithm): readonly CompiledAlgorithm[] {
    return this.#algorithms.get(algorithm) ?? [];
  }

  /** Events of sources that turned out to be scanners are explained after all; of the others a few each are strays. */
  #settle(members: ReadonlySet<number>, sightings: readonly Sighting[]): void {
    const { explained } = this;
    let strays = 0;
    for (const { pattern, unexplained } of sightings) {
      const open = Math.min(unexplained, explained.unexplained);
      if (pattern.kind === 'harmless') explained.harmless += open;
      else explained.findings += open;
      explained.unexplained -= open;
    }
    const scans = [this.#inward, this.#outward];
    const isScanner = (scan: Scan, slot: number): boolean =>
      scan.tracker.sources.targetsAtAlarm[slot] !== 0 || (scan === this.#inward && members.has(slot));
    // Scanners first: slots are in no order, and what is left for strays must not depend on it.
    for (const scan of scans) {
      const { sources } = scan.tracker;
      for (const slot of sources.slots()) {
        if (!isScanner(scan, slot)) continue;
        const open = Math.min(sources.unexplained[slot] ?? 0, explained.unexplained);
        explained.findings += open;
        explained.unexplained -= open;
      }
    }
    for (const scan of scans) {
      const { sources } = scan.tracker;
      for (const slot of sources.slots()) {
        if (isScanner(scan, slot)) continue;
        const open = Math.min(sources.unexplained[slot] ?? 0, explained.unexplained);
        if (scan === this.#inward && this.#isStray(slot)) {
          explained.strays += open;
          explained.unexplained -= open;
          strays++;
        } else if (open > 0) this.#openPorts.add(...firstPortOf(sources, slot), open);
      }
      const open = Math.min(sources.forgottenEvents, explained.unexplained);
      explained.strays += open;
      explained.unexplained -= open;
    }
    this.#strays = strays;
  }

  #strays = 0;
  readonly #openPorts = new PartyList(256);

  /** Where the events go that nothing explains: protocol (as family) and port, most events first. */
  get openPorts(): readonly Party[] {
    return this.#openPorts.most;
  }

  /** Sources of single knocks, and the pattern that says what they are; null where there is none. */
  get strays(): { readonly sources: number; readonly pattern: Pattern } | null {
    return this.#stray === null || this.#strays === 0 ? null : { sources: this.#strays, pattern: this.#stray.pattern };
  }

  /** A source that tried a target or three, none of which answered. */
  #isStray(slot: number): boolean {
    const { sources } = this.#inward.tracker;
    return (sources.targets[slot] ?? 0) <= (this.#stray?.number('strays') ?? 3) && sources.answered[slot] === 0;
  }
}

function firstPortOf({ firstPort }: SourceTable, slot: number): [protocol: number, port: number] {
  const port = firstPort[slot] ?? 0;
  return port < 65_536 ? [PROTOCOL.tcp, port] : [PROTOCOL.udp, port - 65_536];
}
