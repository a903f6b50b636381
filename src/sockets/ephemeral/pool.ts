import { MAX_PORT, type PortRange } from '../../net/port.ts';
import type { HostFacts } from '../host-facts.ts';

/** The ports this kernel gives to clients: net.ipv4.ip_local_port_range without ip_local_reserved_ports. */
export interface PortPool {
  readonly range: PortRange;
  /** What is reserved inside the range. */
  readonly reserved: readonly PortRange[];
  /** Ports that are left to draw from. */
  readonly usable: number;
  has(port: number): boolean;
}

/** Null where the kernel does not show its range. */
export function portPoolOf({ ephemeral, reserved }: Pick<HostFacts, 'ephemeral' | 'reserved'>): PortPool | null {
  if (ephemeral === null) return null;
  const drawn = new Uint8Array(MAX_PORT + 1).fill(1, ephemeral.from, ephemeral.to + 1);
  const inside = reserved
    .map(({ from, to }) => ({ from: Math.max(from, ephemeral.from), to: Math.min(to, ephemeral.to) }))
    .filter(({ from, to }) => from <= to);
  for (const { from, to } of inside) drawn.fill(0, from, to + 1);
  return {
    range: ephemeral,
    reserved: inside,
    usable: drawn.reduce((sum, one) => sum + one, 0),
    has: (port) => drawn[port] === 1,
  };
}

/** Sorted, with ranges that touch or overlap made one: what the kernel itself prints back. */
export function mergeRanges(ranges: readonly PortRange[]): PortRange[] {
  const merged: PortRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to + 1) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else merged.push(range);
  }
  return merged;
}
