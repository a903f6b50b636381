import { formatHalves } from '../store/address-halves.ts';
import { TABLES } from '../store/schema.ts';
import type { UnnumberedBatch } from './row-batches.ts';

export type ReadRow = Readonly<Record<string, number | string>>;

/** The rows of batches as a test reads them: texts for their ids, addresses for their halves, no sensor. */
export function readRows(batches: readonly UnnumberedBatch[]): ReadRow[] {
  return batches.flatMap(({ columns, texts }) => {
    const byId = new Map([[0n, ''], ...texts.map(({ id, text }): [bigint, string] => [id, text])]);
    return Array.from({ length: columns.rows }, (_, row): ReadRow => {
      const read: Record<string, number | string> = {};
      const halves = new Map<string, bigint>();
      for (const { name, type } of TABLES[columns.table].columns) {
        const value = columns.column(name, type)[row] ?? -1;
        if (/_(?:hi|lo)$/.test(name)) halves.set(name, BigInt(value));
        else if (name.endsWith('_text')) read[name] = byId.get(BigInt(value)) ?? `unknown text ${value}`;
        else if (name !== 'sensor') read[name] = Number(value);
      }
      for (const [name, lo] of halves) {
        if (!name.endsWith('_lo')) continue;
        read[name.slice(0, -3)] = formatHalves({ hi: halves.get(name.replace(/lo$/, 'hi')) ?? 0n, lo });
      }
      return read;
    });
  });
}
