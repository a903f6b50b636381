import type { HostResult, PortResult } from '../../api/documents.ts';

/** What a chip is named by in the address. */
export function portKey(
  host: string,
  { address, port, transport }: Pick<PortResult, 'address' | 'port' | 'transport'>,
): string {
  return `${host}|${address}|${port}/${transport}`;
}

/** Ports worth a chip: those that answer, and those that were agreed or found different. */
export function notable({ ports }: HostResult): readonly PortResult[] {
  return ports.filter(({ state, expectation, checks }) => {
    return state === 'open' || (expectation !== null && expectation !== 'expected') || checks.length > 0;
  });
}
