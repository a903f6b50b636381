import { MAX_PORT } from '../../net/port.ts';
import { MARK } from '../event-batch.ts';
import type { Matcher } from './matcher.ts';
import { TRANSPORT, type EventView } from './view.ts';

interface Testable {
  readonly matcher: Matcher;
}

type Lists<Sign> = readonly (readonly Sign[])[];

/** The lists of one transport: by destination port, by source port, and of signs that name neither. */
interface TransportIndex<Sign> {
  readonly byDport: Uint16Array;
  readonly bySport: Uint16Array;
  readonly lists: Lists<Sign>;
  readonly anyPort: readonly Sign[];
}

const TRANSPORT_BITS = Object.values(TRANSPORT);

/**
 * Which signs an event can match at all, by its transport and ports: of some hundred signs most events need three to be
 * tested.
 */
export class SignIndex<Sign extends Testable> {
  /** By the bit of the transport; 0 for events of another one. */
  readonly #transports = new Map<number, TransportIndex<Sign>>();

  constructor(signs: readonly Sign[]) {
    for (const bit of [0, ...TRANSPORT_BITS]) {
      const possible = signs.filter(
        ({ matcher }) => matcher.transport === 0xffff || (bit !== 0 && (matcher.transport & bit) !== 0),
      );
      this.#transports.set(bit, indexOf(possible));
    }
  }

  /** Calls `visit` with every sign that could match the event in this row. */
  forEach(view: EventView, row: number, visit: (sign: Sign) => void): void {
    const index = this.#transports.get(view.transport[row] ?? 0);
    if (index === undefined) return;
    const { batch } = view;
    const { lists, anyPort } = index;
    if (((batch.marks[row] ?? 0) & MARK.ports) !== 0) {
      const byDport = lists[index.byDport[batch.dport[row] ?? 0] ?? 0];
      if (byDport !== undefined) for (const sign of byDport) visit(sign);
      const bySport = lists[index.bySport[batch.sport[row] ?? 0] ?? 0];
      if (bySport !== undefined) for (const sign of bySport) visit(sign);
    }
    for (const sign of anyPort) visit(sign);
  }
}

function indexOf<Sign extends Testable>(signs: readonly Sign[]): TransportIndex<Sign> {
  const lists: Sign[][] = [[]];
  const known = new Map<string, number>([['', 0]]);
  // Each sign stands in one of the tables, so that no event meets it twice.
  const withDport = signs.filter(({ matcher }) => matcher.dport !== null);
  const withSport = signs.filter(({ matcher }) => matcher.dport === null && matcher.sport !== null);
  const table = (some: readonly Sign[], map: (sign: Sign) => Uint8Array | null): Uint16Array => {
    const result = new Uint16Array(MAX_PORT + 1);
    for (let port = 0; port <= MAX_PORT; port++) {
      let key = '';
      for (let place = 0; place < some.length; place++) {
        const sign = some[place];
        if (sign !== undefined && map(sign)?.[port] === 1) key += `${place},`;
      }
      const tag = key === '' ? '' : `${some === withDport ? 'd' : 's'}${key}`;
      let list = known.get(tag);
      if (list === undefined) {
        list = lists.push(some.filter((sign) => map(sign)?.[port] === 1)) - 1;
        known.set(tag, list);
      }
      result[port] = list;
    }
    return result;
  };
  return {
    byDport: table(withDport, ({ matcher }) => matcher.dport),
    bySport: table(withSport, ({ matcher }) => matcher.sport),
    lists,
    anyPort: signs.filter(({ matcher }) => matcher.dport === null && matcher.sport === null),
  };
}
