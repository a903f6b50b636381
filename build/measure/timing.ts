import type { Transport } from '../../src/net/transport.ts';
import { MAX_PORT } from '../../src/net/port.ts';

export interface AskedPort {
  readonly port: number;
  readonly transport: Transport;
}

/** Ports of TCP and UDP drawn evenly, always the same for one seed. */
export function randomPorts(count: number, seed = 1): AskedPort[] {
  let state = seed;
  const next = (): number => {
    // xorshift32: Math.random cannot be repeated.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return Array.from({ length: count }, () => {
    const drawn = next();
    return { port: drawn & MAX_PORT, transport: (drawn & 0x1_0000) === 0 ? 'tcp' : 'udp' };
  });
}

/** Nanoseconds of one call, on average over all of `items`. The results are added up so that no call can be left out. */
function nanosecondsEach<T>(items: readonly T[], call: (item: T) => number): number {
  let sum = 0;
  const started = process.hrtime.bigint();
  for (const item of items) sum += call(item);
  const spent = Number(process.hrtime.bigint() - started);
  if (Number.isNaN(sum)) throw new Error('a call gave no number');
  return spent / items.length;
}

/** Figures of several calls over the same items in alternation, the first rounds left out: they compile. */
export function alternate<T>(
  items: readonly T[],
  calls: Readonly<Record<string, (item: T) => number>>,
  rounds: number,
): Map<string, number[]> {
  const warmUps = 3;
  const times = new Map(Object.keys(calls).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds + warmUps; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const each = nanosecondsEach(items, call);
      if (round >= warmUps) times.get(name)?.push(each);
    }
  }
  return times;
}
