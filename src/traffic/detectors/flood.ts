import { OUTCOME } from '../event-batch.ts';
import { KeyTable } from '../facts/key-table.ts';
import { packNumber, unpackNumber } from '../facts/packed-number.ts';
import { Tally, type PackedTally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { signName } from '../patterns/sign-name.ts';
import type { EventView } from '../patterns/view.ts';
import { sightingOf, type Sighting } from '../sighting.ts';

const ROOM = 16_384;
const MINUTE = 60;
/** Weight of a quiet minute in what is usual: a memory of about half an hour. */
const MEMORY = 1 / 30;

export interface PackedService {
  readonly sign: string;
  /** Destination, protocol and port, and whether it is IPv6: as in the table. */
  readonly key: readonly [destination: number, port: number, family6: number];
  /** Those of `NUMBERS`, in their order. */
  readonly numbers: readonly (number | null)[];
  readonly current: PackedTally | null;
  readonly flood: PackedTally | null;
}

const NUMBERS = ['minute', 'events', 'packets', 'bytes', 'answered', 'usual', 'minutes', 'worst'] as const;

/** The minutes of one service. */
class Service {
  minute = Number.NaN;
  events = 0;
  packets = 0;
  bytes = 0;
  answered = 0;
  /** Packets of a usual minute; NaN before the first one. */
  usual = Number.NaN;
  minutes = 0;
  /** Most packets in one minute of flood. */
  worst = 0;
  /** Events of the minute that runs, from the moment it looks like one of flood. */
  current: Tally | null = null;
  flood: Tally | null = null;
}

/** Far more packets to one service than it usually gets, of which hardly any becomes a conversation. */
export class Flood {
  readonly #signs: readonly CompiledAlgorithm[];
  readonly #services = new KeyTable<{ readonly sign: CompiledAlgorithm; readonly service: Service }>(ROOM);

  constructor(signs: readonly CompiledAlgorithm[]) {
    this.#signs = signs;
  }

  take(view: EventView, row: number, input: number): void {
    const { batch } = view;
    const time = batch.time[row] ?? Number.NaN;
    if (Number.isNaN(time)) return; // no rate without times
    for (const [place, sign] of this.#signs.entries()) {
      if (!sign.matches(view, row)) continue;
      const key = (batch.protocol[row] ?? 0) * 65_536 + (batch.dport[row] ?? 0);
      const kind = place * 2 + (batch.family[row] === 6 ? 1 : 0);
      let entry = this.#services.get(batch.destination[row] ?? 0, key, kind);
      if (entry === undefined) {
        entry = { sign, service: new Service() };
        this.#services.set(batch.destination[row] ?? 0, key, kind, entry);
      }
      const { service } = entry;
      const minute = Math.floor(time / MINUTE);
      if (minute !== service.minute) closeMinute(sign, service, minute);
      service.events++;
      service.packets += batch.packets[row] ?? 0;
      const bytes = batch.bytes[row] ?? 0;
      if (!Number.isNaN(bytes)) service.bytes += bytes;
      const outcome = batch.outcome[row];
      if (outcome === OUTCOME.answered || (batch.packetsBack[row] ?? 0) > 0) service.answered++;
      if (service.packets >= (leastPackets(sign) * MINUTE) / 2) {
        service.current ??= new Tally();
        service.current.add(batch, row, input);
      }
    }
  }

  *sightings(): Generator<Sighting> {
    for (const { sign, service } of this.#services.values()) {
      const running = isFlood(sign, service) ? service.current : null;
      if (service.flood === null && running === null) continue;
      // The minute that runs is not ended by looking at it.
      const flood = new Tally();
      for (const part of [service.flood, running]) if (part !== null) flood.join(part);
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

  pack(): PackedService[] {
    return [...this.#services.entries()].map(([destination, port, kind, { sign, service }]) => ({
      sign: signName(sign),
      key: [destination, port, kind & 1],
      numbers: NUMBERS.map((name) => packNumber(service[name])),
      current: service.current?.pack() ?? null,
      flood: service.flood?.pack() ?? null,
    }));
  }

  /** Goes on from there, having seen no service yet. */
  unpack(packed: readonly PackedService[]): void {
    const names = this.#signs.map((sign) => signName(sign));
    for (const { sign: name, key, numbers, current, flood } of packed) {
      const place = names.indexOf(name);
      const sign = this.#signs[place];
      if (sign === undefined) continue;
      const service = new Service();
      for (const [index, field] of NUMBERS.entries()) service[field] = unpackNumber(numbers[index] ?? null);
      service.current = current === null ? null : Tally.unpack(current);
      service.flood = flood === null ? null : Tally.unpack(flood);
      const [destination, port, family6] = key;
      this.#services.set(destination, port, place * 2 + family6, { sign, service });
    }
  }
}

/** Packets a second below which nothing is a flood; fewer large ones may still be much in bytes. */
function leastPackets(sign: CompiledAlgorithm): number {
  return sign.number('perSecond') ?? sign.number('packetsPerSecond') ?? Number.POSITIVE_INFINITY;
}

/** Whether the minute is one of flood so far. */
function isFlood(sign: CompiledAlgorithm, { packets, bytes, usual, answered, events }: Service): boolean {
  const megabits = sign.number('megabitsPerSecond');
  const isMuch =
    packets >= leastPackets(sign) * MINUTE || (megabits !== null && (bytes * 8) / 1e6 >= megabits * MINUTE);
  const isUnusual = Number.isNaN(usual) || packets >= (sign.number('overBaseline') ?? 10) * usual;
  const talking = sign.number('opened') ?? sign.number('twoWay') ?? 0.1;
  return packets > 0 && isMuch && isUnusual && answered <= talking * events;
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
    } else service.usual = Number.isNaN(usual) ? packets : usual + (packets - usual) * MEMORY;
  }
  service.minute = next;
  service.events = 0;
  service.packets = 0;
  service.current = null;
  service.bytes = 0;
  service.answered = 0;
}
