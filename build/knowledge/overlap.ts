import { formatPortRange, type PortKey } from '../../src/net/port.ts';

/**
 * Whether two keys claim a port in such a way that the answer would depend on the order of the files. A key may lie
 * inside a wider one (6006 in 6000-6063): there the narrower answers.
 */
export function contend(a: PortKey, b: PortKey): boolean {
  if (a.transport !== b.transport || a.from > b.to || b.from > a.to) return false;
  if (formatPortRange(a) === formatPortRange(b)) return true;
  const aHoldsB = a.from <= b.from && b.to <= a.to;
  const bHoldsA = b.from <= a.from && a.to <= b.to;
  return !aHoldsB && !bHoldsA;
}
