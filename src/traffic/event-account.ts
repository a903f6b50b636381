import type { ToldVisits } from './detectors/contacts.ts';
import type { Scan } from './detectors/scan.ts';
import type { SourceTable } from './facts/source-table.ts';
import { PartyList, type Party } from './facts/tally.ts';
import type { CompiledAlgorithm } from './patterns/compiled-sign.ts';
import { PROTOCOL } from '../net/protocol.ts';
import type { Sighting } from './sighting.ts';
import type { StateReader } from './state/state-reader.ts';
import type { StateWriter } from './state/state-writer.ts';

/** How many events are understood, and how. */
export interface Explained {
  events: number;
  harmless: number;
  /** By a finding. */
  findings: number;
  /** Single knocks, too few of each source to say more of. */
  strays: number;
  /** Conversations, let through or answered, that nothing speaks against. */
  ordinary: number;
  unexplained: number;
}

const SUMS = ['events', 'harmless', 'findings', 'strays', 'ordinary', 'unexplained'] as const;

/** Keeps the account of how many events are explained by what. */
export class EventAccount {
  readonly explained: Explained = { events: 0, harmless: 0, findings: 0, strays: 0, ordinary: 0, unexplained: 0 };
  readonly #stray: CompiledAlgorithm | null;
  /** Sources of single knocks, by the last settling. */
  strays = 0;
  /** Conversations that no detector of scans looks at, and nothing else explains. */
  #conversations = 0;
  readonly #openPorts = new PartyList(256);

  /** `stray`: says what single knocks are, if any sign does. */
  constructor(stray: CompiledAlgorithm | null) {
    this.#stray = stray;
  }

  save(writer: StateWriter): void {
    for (const name of SUMS) writer.number(this.explained[name]);
    writer.number(this.#conversations);
    this.#openPorts.save(writer);
  }

  load(reader: StateReader): void {
    for (const name of SUMS) this.explained[name] = reader.number();
    this.#conversations = reader.amount();
    this.#openPorts.load(reader);
  }

  /** Earlier events are explained by a finding after all. */
  explainEarlier(events: number): void {
    this.explained.findings += events;
    this.explained.unexplained -= events;
  }

  /** An event that nothing explains and that is no try: neither opens a contact, nor was it let through. */
  leaveOpen(protocol: number, port: number, isConversation: boolean): void {
    if (isConversation) this.#conversations++;
    else this.#openPorts.add(protocol, port);
  }

  /** Where the events go that nothing explains: protocol (as family) and port, most events first. */
  get openPorts(): readonly Party[] {
    return this.#openPorts.most;
  }

  /**
   * The input has ended: events of sources that turned out to be scanners are explained after all; of the others a few
   * each are strays. `members`: slots of those, of the inward ones, that scan together.
   */
  settle(
    { inward, outward }: { readonly inward: Scan; readonly outward: Scan },
    members: ReadonlySet<number>,
    sightings: readonly Sighting[],
    told: ToldVisits,
  ): void {
    this.strays = 0;
    for (const { pattern, unexplained } of sightings) {
      this.#explain(unexplained, pattern.kind === 'harmless' ? 'harmless' : 'findings');
    }
    for (const scan of [inward, outward]) {
      const { sources } = scan.tracker;
      for (const slot of sources.slots()) {
        const isInward = scan === inward;
        const isScanner = sources.targetsAtAlarm(slot) !== 0 || (isInward && members.has(slot));
        this.#settleSource(sources, slot, told, isScanner, isInward && this.#isStray(sources, slot));
      }
      this.#explain(sources.forgottenEvents, 'strays');
    }
    this.#explain(this.#conversations, 'ordinary');
  }

  #settleSource(sources: SourceTable, slot: number, told: ToldVisits, isScanner: boolean, isStray: boolean): void {
    const visits = told.unexplainedOf(sources.family(slot), sources.address(slot));
    const open = Math.max(sources.unexplained(slot) - visits, 0);
    if (isScanner) this.#explain(open, 'findings');
    else if (isStray) {
      this.#explain(open, 'strays');
      this.strays++;
    } else {
      const left = Math.min(open, this.explained.unexplained);
      const ordinary = Math.min(Math.max(sources.ordinary(slot) - visits, 0), left);
      this.#explain(ordinary, 'ordinary');
      if (left > ordinary) this.#openPorts.add(...firstPortOf(sources, slot), left - ordinary);
    }
  }

  /** Books so many open events on something else; never more than there are. */
  #explain(events: number, as: 'harmless' | 'findings' | 'strays' | 'ordinary'): void {
    const { explained } = this;
    const open = Math.min(events, explained.unexplained);
    explained[as] += open;
    explained.unexplained -= open;
  }

  /** A source that tried a target or three, none of which answered. */
  #isStray(sources: SourceTable, slot: number): boolean {
    return sources.targets(slot) <= (this.#stray?.number('strays') ?? 3) && sources.answered(slot) === 0;
  }
}

function firstPortOf(sources: SourceTable, slot: number): [protocol: number, port: number] {
  const port = sources.firstPort(slot);
  return port < 65_536 ? [PROTOCOL.tcp, port] : [PROTOCOL.udp, port - 65_536];
}
