import { MAX_PORT, parsePortRange } from '../../src/net/port.ts';
import { TRANSPORTS, isTransport, type Transport } from '../../src/net/transport.ts';
import {
  portClass,
  type RegistryEntry,
  type RegistryRecord,
  type RegistryStatus,
} from '../../src/knowledge/registry-entry.ts';
import type { RegistryRow } from './registry-row.ts';

/** A run of ports that one entry answers for; it ends where the next begins. */
export interface RegistrySpan {
  readonly from: number;
  readonly value: RegistryEntry;
}

/**
 * Cuts the port space of every transport into runs of ports covered by the same rows. The runs of a transport start
 * at 0, follow each other without gap or overlap, and end at 65535: that is what makes the registry total.
 * Throws an Error for a row whose number or transport cannot be read.
 */
export function buildRegistrySpans(rows: readonly RegistryRow[]): Record<Transport, RegistrySpan[]> {
  const spans = {} as Record<Transport, RegistrySpan[]>;
  for (const transport of TRANSPORTS) {
    const covering: number[][] = Array.from({ length: MAX_PORT + 1 }, () => []);
    for (const [index, row] of rows.entries()) {
      if (row.number === '') continue; // a service name without a port
      if (row.transport !== '' && !isTransport(row.transport)) {
        throw new Error(`record ${index + 1}: unknown transport "${row.transport}"`);
      }
      if (row.transport !== '' && row.transport !== transport) continue;
      const range = parsePortRange(row.number);
      if (range === null) throw new Error(`record ${index + 1}: unreadable port number "${row.number}"`);
      for (let port = range.from; port <= range.to; port++) covering[port]?.push(index);
    }
    spans[transport] = cutSpans(covering, rows);
  }
  return spans;
}

function cutSpans(covering: readonly (readonly number[])[], rows: readonly RegistryRow[]): RegistrySpan[] {
  const spans: RegistrySpan[] = [];
  let previous = '';
  for (const [port, indexes] of covering.entries()) {
    const signature = `${portClass(port) === 'dynamic' ? 'dynamic' : 'below'}:${indexes.join(',')}`;
    if (signature === previous) continue;
    previous = signature;
    const covered = indexes.map((index) => rows[index]).filter((row) => row !== undefined);
    spans.push({ from: port, value: buildEntry(port, covered) });
  }
  return spans;
}

function buildEntry(port: number, rows: readonly RegistryRow[]): RegistryEntry {
  if (rows.length === 0) {
    return { status: portClass(port) === 'dynamic' ? 'dynamic' : 'no-row', names: [], records: [] };
  }
  const statuses = new Set(rows.map(statusOfRow));
  // A range row and a row for one port inside it can disagree (7775, 7997): the row that gives more away wins.
  const status = (['assigned', 'de-registered', 'reserved', 'unassigned'] as const).find((one) => statuses.has(one));
  return {
    status: status ?? 'assigned',
    names: [...new Set(rows.map((row) => row.name).filter((name) => name !== ''))],
    records: rows.map(buildRecord),
  };
}

/** IANA has no status column: a row without a name says its status in the description, in free text. */
export function statusOfRow(row: RegistryRow): RegistryStatus {
  if (row.name !== '') return 'assigned';
  if (/^\(?unassigned/i.test(row.description)) return 'unassigned';
  if (/^reserved/i.test(row.description)) return 'reserved';
  if (/^(de-?registered|removed|deprecated|de-?comm?iss?ioned)/i.test(row.description)) return 'de-registered';
  return 'assigned'; // "any private mail system": a use without a name
}

function buildRecord(row: RegistryRow): RegistryRecord {
  return {
    ...(row.name !== '' && { name: row.name }),
    ...(row.description !== '' && { description: row.description }),
    ...(row.references.length > 0 && { references: row.references }),
    ...(row.registered !== '' && { registered: row.registered }),
    ...(row.modified !== '' && { modified: row.modified }),
    ...(row.note !== '' && { note: row.note }),
    ...(row.unauthorizedUse !== '' && { unauthorizedUse: row.unauthorizedUse }),
    ...(row.serviceCode !== '' && { serviceCode: row.serviceCode }),
  };
}
