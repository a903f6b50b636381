/** RFC 6335 section 6: system ports. They are asked first, because most of what answers is there. */
const LAST_SYSTEM_PORT = 1023;

/**
 * The order in which the ports of a host are asked: system ports first, each part shuffled, so that neither a firewall's
 * port by port limit nor a slow neighbour decides what is seen. The same seed gives the same order.
 * Ports are 1 to 65,535, each once; others throw RangeError, duplicates are dropped.
 */
export function orderPorts(ports: Iterable<number>, seed: number): Uint16Array {
  const distinct = new Set<number>();
  for (const port of ports) {
    // Port 0 is reserved (RFC 6335 section 6): no host is asked for it.
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError(`${port} is no port to connect to`);
    distinct.add(port);
  }
  const system: number[] = [];
  const others: number[] = [];
  // Sorted first, so that the order depends on which ports they are, and not on how they were written.
  for (const port of Uint16Array.from(distinct).sort()) (port <= LAST_SYSTEM_PORT ? system : others).push(port);
  const random = xorshift(seed);
  shuffle(system, random);
  shuffle(others, random);
  return Uint16Array.from([...system, ...others]);
}

/** Fisher and Yates. */
function shuffle(values: number[], random: () => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const value = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = value;
  }
}

/** Numbers from 0 to below 1; G. Marsaglia, Xorshift RNGs, 2003, the 32-bit one. Its state must not be 0. */
function xorshift(seed: number): () => number {
  let state = seed | 0 || 0x9e3779b9;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  // Small seeds begin with small numbers.
  for (let warm = 0; warm < 8; warm++) next();
  return next;
}
