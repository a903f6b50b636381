import { parsePortList } from '../../src/net/port-list.ts';
import { formatPortRange, type PortRange } from '../../src/net/port.ts';

/** Ports that every view is narrowed to: `22,1000-2000` of the address. Null where it says none, or nonsense. */
export function readPortFilter(text: string | null): readonly PortRange[] | null {
  return text === null ? null : parsePortList(text);
}

export function writePortFilter(ranges: readonly PortRange[]): string {
  return ranges.map(formatPortRange).join(',');
}

/** Without a filter every port is let through. */
export function isWithin(ranges: readonly PortRange[] | null, port: number): boolean {
  return ranges === null || ranges.some(({ from, to }) => port >= from && port <= to);
}
