import { MAX_PORT } from '../../net/port.ts';
import { MARK } from '../event-batch.ts';
import type { Matcher } from './matcher.ts';
import type { PortMap } from './port-set.ts';
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
  // Each sign stands in one of the tables, so that no event meets it twice.
  const byDport = tableOf(signs, ({ matcher }) => matcher.dport, lists);
  const bySport = tableOf(signs, ({ matcher }) => (matcher.dport === null ? matcher.sport : null), lists);
  return {
    byDport,
    bySport,
    lists,
    anyPort: signs.filter(({ matcher }) => matcher.dport === null && matcher.sport === null),
  };
}

/** For every port the place of its list of signs in `lists`, where equal lists stand once. */
function tableOf<Sign>(signs: readonly Sign[], mapOf: (sign: Sign) => PortMap | null, lists: Sign[][]): Uint16Array {
  const table = new Uint16Array(MAX_PORT + 1);
  for (const sign of signs) {
    const map = mapOf(sign);
    if (map === null) continue;
    /** Place of a list -> place of the same list with this sign behind it. */
    const extended = new Map<number, number>();
    for (let port = map.indexOf(1); port !== -1; port = map.indexOf(1, port + 1)) {
      const place = table[port] ?? 0;
      let longer = extended.get(place);
      if (longer === undefined) {
        longer = lists.push([...(lists[place] ?? []), sign]) - 1;
        extended.set(place, longer);
      }
      table[port] = longer;
    }
  }
  return table;
}
