import { OUTCOME, type EventBatch } from '../event-batch.ts';
import { KeyTable } from '../facts/key-table.ts';
import { RoughCounts } from '../facts/rough-counts.ts';
import { Tally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import type { EventView } from '../patterns/view.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const ROOM = 16_384;
const MINUTE = 60;
/** Packets a minute below which no service is looked at: a tenth of the least flood that a pattern knows. */
const BUSY = 600;
/** Weight of a quiet minute in what is usual: a memory of about half an hour. */
const MEMORY = 1 / 30;

/** The minutes of one service. */
class Service {
  minute = Number.NaN;
  events = 0;
  packets = 0;
  /** Events that became a conversation, and the packets of those that did not. */
  conversations = 0;
  openPackets = 0;
  openBytes = 0;
  /** Packets of a usual minute; NaN before the first one. */
  usual = Number.NaN;
  /** Packets of the minute before; they become usual when the one after it is no flood: a flood begins within a minute. */
  before = Number.NaN;
  minutes = 0;
  /** Most packets in one minute of flood. */
  worst = 0;
  /** Events of the minute that runs, from the moment it looks like one of flood. */
  current: Tally | null = null;
  flood: Tally | null = null;

  save(writer: StateWriter): void {
    for (const name of NUMBERS) writer.number(this[name]);
    for (const tally of [this.current, this.flood]) {
      writer.list(tally === null ? [] : [tally], (one) => one.save(writer));
    }
  }

  static load(reader: StateReader): Service {
    const service = new Service();
    for (const name of NUMBERS) service[name] = reader.number();
    for (const name of ['current', 'flood'] as const) {
      reader.list(1, () => (service[name] = new Tally()).load(reader));
    }
    return service;
  }
}

const NUMBERS = [
  'minute',
  'events',
  'packets',
  'conversations',
  'openPackets',
  'openBytes',
  'usual',
  'before',
  'minutes',
  'worst',
] as const satisfies readonly (keyof Service)[];

/** Far more packets to one service than it usually gets, of which hardly any becomes a conversation. */
export class Flood {
  readonly #signs: readonly CompiledAlgorithm[];
  /** Packets of this minute by service, roughly: only busy ones are looked at closely. */
  readonly #busy = new RoughCounts(4096);
  #minute = Number.NaN;
  readonly #services = new KeyTable<{ readonly sign: CompiledAlgorithm; readonly service: Service }>(ROOM);

  constructor(signs: readonly CompiledAlgorithm[]) {
    this.#signs = signs;
  }

  take(view: EventView, input: number): void {
    for (let row = 0; row < view.batch.length; row++)
      if (this.#isBusy(view.batch, row)) this.#takeBusy(view, row, input);
  }

  /** Whether the service of an event had many packets in this minute; without times there is no rate. */
  #isBusy({ time, destination, protocol, dport, packets }: EventBatch, row: number): boolean {
    const minute = Math.floor((time[row] ?? Number.NaN) / MINUTE);
    if (Number.isNaN(minute)) return false;
    if (!(minute <= this.#minute)) {
      this.#minute = minute;
      this.#busy.clear();
    }
    const key = (protocol[row] ?? 0) * 65_536 + (dport[row] ?? 0);
    return this.#busy.add(destination[row] ?? 0, key, 0, packets[row] ?? 0) >= BUSY;
  }

  #takeBusy(view: EventView, row: number, input: number): void {
    const { batch } = view;
    const minute = Math.floor((batch.time[row] ?? 0) / MINUTE);
    const host = batch.destination[row] ?? 0;
    const key = (batch.protocol[row] ?? 0) * 65_536 + (batch.dport[row] ?? 0);
    for (const [place, sign] of this.#signs.entries()) {
      if (!sign.matches(view, row)) continue;
      const kind = place * 2 + (batch.family[row] === 6 ? 1 : 0);
      let entry = this.#services.get(host, key, kind);
      if (entry === undefined) {
        entry = { sign, service: new Service() };
        this.#services.set(host, key, kind, entry);
      }
      const { service } = entry;
      if (minute !== service.minute) {
        closeMinute(sign, service, minute);
        // Those that came before it was seen to be busy; records of flows say their packets themselves.
        if (batch.packets[row] === 1) {
          service.packets = BUSY - 1;
          service.events = BUSY - 1;
        }
      }
      service.events++;
      const share = shareOfMinute(batch, row);
      const packets = (batch.packets[row] ?? 0) * share;
      service.packets += packets;
      if (isConversation(sign, batch, row)) service.conversations++;
      else {
        service.openPackets += packets;
        const bytes = (batch.bytes[row] ?? 0) * share;
        if (!Number.isNaN(bytes)) service.openBytes += bytes;
      }
      if (service.openPackets >= (leastPackets(sign) * MINUTE) / 2) {
        service.current ??= new Tally();
        service.current.add(batch, row, input);
      }
    }
  }

  save(writer: StateWriter): void {
    writer.section('flood');
    writer.number(this.#minute);
    this.#busy.save(writer);
    this.#services.save(writer, ({ sign, service }) => {
      writer.integer(this.#signs.indexOf(sign));
      service.save(writer);
    });
  }

  load(reader: StateReader): void {
    reader.section('flood');
    this.#minute = reader.number();
    this.#busy.load(reader);
    this.#services.load(reader, () => {
      const sign = this.#signs[reader.integer(this.#signs.length - 1)];
      if (sign === undefined) throw reader.fault('a flood without a sign');
      return { sign, service: Service.load(reader) };
    });
  }

  /** The input has ended, and with it the minutes that ran. */
  finish(): void {
    for (const { sign, service } of this.#services.values()) closeMinute(sign, service, Number.POSITIVE_INFINITY);
  }

  *sightings(): Generator<Sighting> {
    for (const { sign, service } of this.#services.values()) {
      // The minute that runs is not ended by looking at it.
      const running = isFlood(sign, service) ? service.current : null;
      const flood = joined(service.flood, running);
      if (flood === null) continue;
      const minutes = service.minutes + (running === null ? 0 : 1);
      const worst = Math.max(service.worst, running === null ? 0 : service.packets);
      const rate = Math.round(worst / MINUTE);
      yield sightingOf(sign.pattern, sign.sign, flood, {
        unexplained: flood.events,
        what: `got up to ${rate} packets a second for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, hardly any of them part of a conversation`,
        why: [
          `${rate} packets a second in the worst minute`,
          Number.isNaN(service.usual)
            ? 'nothing before it to compare with'
            : `${(service.usual / MINUTE).toFixed(2)} a second as a rule`,
          flood.sources.isFull ? 'more senders than are counted, so probably forged' : `${flood.sources.size} senders`,
        ],
      });
    }
  }

  get forgotten(): number {
    return this.#services.forgotten;
  }
}

/** Packets a second below which nothing is a flood; fewer large ones may still be much in bytes. */
function leastPackets(sign: CompiledAlgorithm): number {
  return sign.number('perSecond') ?? sign.number('packetsPerSecond') ?? Number.POSITIVE_INFINITY;
}

/** Share of the events that may be conversations, and of the packets that must come back in one. */
function talkingShare(sign: CompiledAlgorithm): number {
  return sign.number('opened') ?? sign.number('twoWay') ?? 0.1;
}

/** How much of a flow falls into one minute, if it was even; a packet is all in one. */
function shareOfMinute(batch: EventBatch, row: number): number {
  const seconds = (batch.end[row] ?? Number.NaN) - (batch.time[row] ?? Number.NaN);
  return seconds > MINUTE ? MINUTE / seconds : 1;
}

/** A SYN that was answered and never heard of again is half a connection, which is what a flood of them leaves. */
function isConversation(sign: CompiledAlgorithm, batch: EventBatch, row: number): boolean {
  const back = batch.packetsBack[row] ?? Number.NaN;
  const there = batch.packets[row] ?? 0;
  // A log of what a firewall let in does not say what became of it: a busy server must not look like a flooded one.
  if (batch.outcome[row] === OUTCOME.allowed && Number.isNaN(back)) return true;
  if (batch.outcome[row] !== OUTCOME.answered && !(back > 0)) return false;
  if (Number.isNaN(back)) return true;
  if (batch.protocol[row] === PROTOCOL.tcp) return there > 1;
  return back >= talkingShare(sign) * there;
}

/** Whether the minute is one of flood so far. */
function isFlood(sign: CompiledAlgorithm, service: Service): boolean {
  const { packets, openPackets, openBytes, usual } = service;
  const megabits = sign.number('megabitsPerSecond');
  const isMuch =
    openPackets >= leastPackets(sign) * MINUTE || (megabits !== null && (openBytes * 8) / 1e6 >= megabits * MINUTE);
  const isUnusual = Number.isNaN(usual) || packets >= (sign.number('overBaseline') ?? 10) * usual;
  return packets > 0 && isMuch && isUnusual && service.conversations <= talkingShare(sign) * service.events;
}

/** Both in one, which is none of them where there are two. */
function joined(a: Tally | null, b: Tally | null): Tally | null {
  if (a === null || b === null) return a ?? b;
  const both = new Tally();
  both.join(a);
  both.join(b);
  return both;
}

/** Judges the minute that ended, and begins the next. */
function closeMinute(sign: CompiledAlgorithm, service: Service, next: number): void {
  const { packets, usual } = service;
  if (packets > 0) {
    if (isFlood(sign, service) && service.current !== null) {
      service.minutes++;
      service.worst = Math.max(service.worst, packets);
      if (service.flood === null) service.flood = service.current;
      else service.flood.join(service.current);
      service.before = Number.NaN;
    } else {
      const { before } = service;
      if (!Number.isNaN(before)) service.usual = Number.isNaN(usual) ? before : usual + (before - usual) * MEMORY;
      service.before = packets;
    }
  }
  service.minute = next;
  service.events = 0;
  service.packets = 0;
  service.current = null;
  service.openPackets = 0;
  service.openBytes = 0;
  service.conversations = 0;
}
