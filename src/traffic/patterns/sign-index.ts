import { MAX_PORT } from '../../net/port.ts';
import { MARK } from '../event-batch.ts';
import type { Matcher } from './matcher.ts';
import type { PortMap } from './port-set.ts';
import { FLAG_SET, TRANSPORT, type EventView } from './view.ts';

interface Testable {
  readonly matcher: Matcher;
}

/** The lists of one transport: by destination port, by source port, and of signs that name neither, by TCP flags. */
interface TransportIndex<Sign> {
  readonly byDport: Uint16Array;
  readonly bySport: Uint16Array;
  readonly lists: readonly (readonly Sign[])[];
  /** By the set of flags, see `flagPlace`. */
  readonly anyPort: readonly (readonly Sign[])[];
}

const NONE: readonly never[] = [];
const FLAG_BITS = Object.values(FLAG_SET);

/**
 * Which signs an event can match at all, by its transport, ports and flags: of some hundred signs most events need a
 * handful to be tested. Each sign stands in one of three lists, so no event meets it twice.
 */
export class SignIndex<Sign extends Testable> {
  /** By the bits of the transport, 0 to 64. */
  readonly #transports: (TransportIndex<Sign> | undefined)[] = [];

  constructor(signs: readonly Sign[]) {
    for (const bit of [0, ...Object.values(TRANSPORT)]) {
      const possible = signs.filter(
        ({ matcher }) => matcher.transport === 0xffff || (bit !== 0 && (matcher.transport & bit) !== 0),
      );
      this.#transports[bit] = indexOf(possible, bit === TRANSPORT.tcp);
    }
  }

  byDport(view: EventView, row: number): readonly Sign[] {
    const index = this.#transports[view.transport[row] ?? 0];
    if (index === undefined || ((view.batch.marks[row] ?? 0) & MARK.ports) === 0) return NONE;
    return index.lists[index.byDport[view.batch.dport[row] ?? 0] ?? 0] ?? NONE;
  }

  bySport(view: EventView, row: number): readonly Sign[] {
    const index = this.#transports[view.transport[row] ?? 0];
    if (index === undefined || ((view.batch.marks[row] ?? 0) & MARK.ports) === 0) return NONE;
    return index.lists[index.bySport[view.batch.sport[row] ?? 0] ?? 0] ?? NONE;
  }

  anyPort(view: EventView, row: number): readonly Sign[] {
    const index = this.#transports[view.transport[row] ?? 0];
    return index?.anyPort[flagPlace(view.flagSet[row] ?? 0)] ?? NONE;
  }
}

/** 0 where no flags are known, else 1 to 11. */
function flagPlace(flagSet: number): number {
  return flagSet === 0 ? 0 : 32 - Math.clz32(flagSet);
}

function indexOf<Sign extends Testable>(signs: readonly Sign[], isTcp: boolean): TransportIndex<Sign> {
  const lists: Sign[][] = [[]];
  const byDport = tableOf(signs, ({ matcher }) => matcher.dport, lists);
  const bySport = tableOf(signs, ({ matcher }) => (matcher.dport === null ? matcher.sport : null), lists);
  const portless = signs.filter(({ matcher }) => matcher.dport === null && matcher.sport === null);
  const anyPort = [0, ...(isTcp ? FLAG_BITS : [])].map((bit) =>
    portless.filter(({ matcher }) => matcher.flags === 0xffff || (matcher.flags & bit) !== 0),
  );
  return { byDport, bySport, lists, anyPort };
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
