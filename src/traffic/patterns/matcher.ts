import type { Bounds, Condition, PayloadField } from '../../knowledge/pattern.ts';
import { ADDRESS_CLASS } from '../address-classes.ts';
import { DIRECTION, MARK, OUTCOME } from '../event-batch.ts';
import type { Payload } from '../payload.ts';
import { intersection, portMapOf, type NamedPorts, type PortMap } from './port-set.ts';
import { FLAG_SET, TRANSPORT, type EventView } from './view.ts';

const ANY = 0xffff;
const PORTED = TRANSPORT.tcp | TRANSPORT.udp | TRANSPORT.sctp | TRANSPORT.dccp;

/**
 * A condition made ready to be tested some million times. What the log does not say fulfils nothing: a condition on flags
 * does not hold where no flags are known, and as an exception (`unless`) it does not hold either.
 */
export class Matcher {
  readonly transport: number;
  readonly sport: PortMap | null;
  readonly dport: PortMap | null;
  readonly source: number;
  readonly destination: number;
  readonly flags: number;
  readonly #outcome: number;
  readonly #direction: number;
  /** `type * 512 + code`; code 256 is any. */
  readonly #icmp: ReadonlySet<number> | null;
  readonly #fragment: boolean | null;
  readonly #bytes: Bounds | null;
  readonly #bytesBack: Bounds | null;
  readonly #sequence: boolean;
  readonly #payload: readonly (readonly [PayloadField, readonly (string | number)[]])[] | null;
  /** It asks for more than the kind of an event: ICMP types, sizes, what stands in the contents. */
  readonly asksMore: boolean;

  /** `ports`: further ones that the destination port must be of. */
  constructor(condition: Condition, names: NamedPorts, ports: readonly number[] | null = null) {
    const bits = <Name extends string>(
      all: Readonly<Record<Name, number>>,
      some: readonly Name[] | undefined,
    ): number => (some === undefined ? ANY : some.reduce((sum, name) => sum | all[name], 0));
    this.transport = bits(TRANSPORT, condition.transport);
    this.source = bits(ADDRESS_CLASS, condition.source);
    this.destination = bits(ADDRESS_CLASS, condition.destination);
    this.flags = bits(FLAG_SET, condition.flags);
    this.#outcome = condition.outcome?.reduce((sum, name) => sum | (1 << OUTCOME[name]), 0) ?? ANY;
    this.#direction = condition.direction?.reduce((sum, name) => sum | (1 << DIRECTION[name]), 0) ?? ANY;
    this.sport = condition.sport === undefined ? null : portMapOf(condition.sport, names);
    this.dport = intersection(
      condition.dport === undefined ? null : portMapOf(condition.dport, names),
      ports === null ? null : portMapOf(ports, names),
    );
    this.#icmp = condition.icmp === undefined ? null : new Set(condition.icmp.map(icmpKey));
    this.#fragment = condition.fragment ?? null;
    this.#bytes = condition.bytes ?? null;
    this.#bytesBack = condition.bytesBack ?? null;
    this.#sequence = condition.sequenceIsDestination ?? false;
    this.#payload = condition.payload === undefined ? null : Object.entries(condition.payload).map(asTest);
    this.asksMore = this.#icmp !== null || this.#bytes !== null || this.#bytesBack !== null || this.#payload !== null;
  }

  matches(view: EventView, row: number): boolean {
    return this.matchesKind(view, row) && (!this.asksMore || this.matchesRest(view, row));
  }

  /** Whether it holds by all that events of one kind have in common; see EventKinds. */
  matchesKind(view: EventView, row: number): boolean {
    const { batch } = view;
    if (this.flags !== ANY && ((view.flagSet[row] ?? 0) & this.flags) === 0) return false;
    if (this.source !== ANY && ((view.source[row] ?? 0) & this.source) === 0) return false;
    if (this.destination !== ANY && ((view.destination[row] ?? 0) & this.destination) === 0) return false;
    if (((view.transport[row] ?? 0) & this.transport) === 0 && this.transport !== ANY) return false;
    if (((1 << (batch.outcome[row] ?? 0)) & this.#outcome) === 0) return false;
    if (((1 << (batch.direction[row] ?? 0)) & this.#direction) === 0) return false;
    const marks = batch.marks[row] ?? 0;
    if (this.#sequence && (marks & MARK.sequenceIsDestination) === 0) return false;
    if (this.#fragment !== null && this.#fragment !== ((marks & MARK.laterFragment) !== 0)) return false;
    if (this.#payload !== null && !batch.payloads.has(row)) return false;
    if (this.sport === null && this.dport === null) return true;
    if (((view.transport[row] ?? 0) & PORTED) === 0 || (marks & MARK.ports) === 0) return false;
    if (this.sport !== null && this.sport[batch.sport[row] ?? 0] !== 1) return false;
    return this.dport === null || this.dport[batch.dport[row] ?? 0] === 1;
  }

  /** Whether the rest holds, which differs between events of one kind. */
  matchesRest({ batch, transport }: EventView, row: number): boolean {
    const marks = batch.marks[row] ?? 0;
    if (this.#bytes !== null && !isWithin(batch.bytes[row] ?? Number.NaN, this.#bytes)) return false;
    if (this.#bytesBack !== null && !isWithin(batch.bytesBack[row] ?? Number.NaN, this.#bytesBack)) return false;
    if (this.#icmp !== null) {
      const isIcmp = ((transport[row] ?? 0) & (TRANSPORT.icmp | TRANSPORT.icmpv6)) !== 0;
      if (!isIcmp || (marks & MARK.ports) === 0) return false;
      const type = batch.sport[row] ?? 0;
      if (!this.#icmp.has(type * 512 + 256) && !this.#icmp.has(type * 512 + (batch.dport[row] ?? 0))) return false;
    }
    if (this.#payload === null) return true;
    const payload = batch.payloads.get(row);
    return payload !== undefined && this.#payload.every(([field, wanted]) => holds(payload, field, wanted));
  }
}

/** `8` is any code of type 8, `3/3` one. */
function icmpKey(text: string): number {
  const [type = '', code] = text.split('/');
  return Number(type) * 512 + (code === undefined ? 256 : Number(code));
}

function asTest([field, values]: [string, readonly (string | number)[] | undefined]): readonly [
  PayloadField,
  readonly (string | number)[],
] {
  const lower = (values ?? []).map((value) => (typeof value === 'string' ? value.toLowerCase() : value));
  return [field as PayloadField, lower];
}

function holds(payload: Payload, field: PayloadField, wanted: readonly (string | number)[]): boolean {
  return (payload[field] ?? []).some((found) =>
    wanted.some((value) =>
      typeof value === 'string' ? String(found).toLowerCase().includes(value) : String(found) === String(value),
    ),
  );
}

function isWithin(value: number, { atLeast, atMost }: Bounds): boolean {
  // NaN is within nothing.
  return value >= (atLeast ?? 0) && value <= (atMost ?? Number.POSITIVE_INFINITY);
}
