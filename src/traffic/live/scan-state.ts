import type { Scan } from '../detectors/scan.ts';
import { COLUMNS, type Column } from '../facts/source-table.ts';
import { Tally, type PackedTally } from '../facts/tally.ts';

type ColumnName = (typeof COLUMNS)[number];

/** What the slot of a source has from the table itself. */
const OWN_COLUMNS: readonly ColumnName[] = ['family', 'address', 'id'];

/** What is kept of the scans of one direction besides columns. */
export interface PackedScan {
  readonly forgotten: number;
  readonly forgottenEvents: number;
  readonly refusedPairs: number;
  /** By number of the source. */
  readonly tallies: readonly (readonly [id: number, tally: PackedTally])[];
}

/** Puts who tried what into columns whose names begin with `name`. */
export function packScan(scan: Scan, name: string, into: Map<string, Column>): PackedScan {
  const { sources, pairs } = scan.tracker;
  // As they came: so they get numbers in the same order again.
  const slots = [...sources.slots()].sort((a, b) => (sources.id[a] ?? 0) - (sources.id[b] ?? 0));
  for (const column of COLUMNS) {
    const all = sources[column];
    const used = new (all.constructor as new (length: number) => Column)(slots.length);
    for (const [place, slot] of slots.entries()) used[place] = all[slot] ?? 0;
    into.set(`${name}.${column}`, used);
  }
  const tried = new Uint32Array(2 * pairs.length);
  let at = 0;
  pairs.forEach((a, b) => {
    tried[at++] = a;
    tried[at++] = b;
  });
  into.set(`${name}.pairs`, tried);
  const tallies: [number, PackedTally][] = [];
  for (const slot of slots) {
    const tally = scan.tallyOf(slot);
    if (tally !== null) tallies.push([sources.id[slot] ?? 0, tally.pack()]);
  }
  const { forgotten, forgottenEvents } = sources;
  return { forgotten, forgottenEvents, refusedPairs: pairs.refused, tallies };
}

/** Lets the scans of one direction, which know nobody yet, go on from there. False where a column is missing. */
export function unpackScan(
  scan: Scan,
  packed: PackedScan,
  name: string,
  columns: ReadonlyMap<string, Column>,
): boolean {
  const { sources, pairs } = scan.tracker;
  const named = COLUMNS.map((column) => [column, columns.get(`${name}.${column}`)] as const);
  const column = new Map<ColumnName, Column>();
  for (const [key, values] of named) if (values !== undefined) column.set(key, values);
  const tried = columns.get(`${name}.pairs`);
  const address = column.get('address');
  if (tried === undefined || address === undefined || column.size < COLUMNS.length) return false;
  const tallies = new Map(packed.tallies);
  // Sources get new numbers, by which the pairs know them.
  const numbers = new Map<number, number>();
  for (let place = 0; place < address.length; place++) {
    const slot = sources.slot(column.get('family')?.[place] ?? 0, address[place] ?? 0);
    for (const [key, values] of column) if (!OWN_COLUMNS.includes(key)) sources[key][slot] = values[place] ?? 0;
    const id = column.get('id')?.[place] ?? 0;
    numbers.set(id, sources.id[slot] ?? 0);
    const tally = tallies.get(id);
    if (tally !== undefined) scan.restoreTally(slot, Tally.unpack(tally));
  }
  for (let at = 0; at < tried.length; at += 2) {
    const key = tried[at] ?? 0;
    const id = numbers.get(key >>> 2);
    if (id !== undefined) pairs.add(((id << 2) | (key & 3)) >>> 0, tried[at + 1] ?? 0);
  }
  sources.forgotten = packed.forgotten;
  sources.forgottenEvents = packed.forgottenEvents;
  pairs.refused = packed.refusedPairs;
  return true;
}
