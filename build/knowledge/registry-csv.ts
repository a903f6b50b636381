import { parse } from 'csv-parse/sync';
import { foldSpace, withoutPeople, type RegistryRow, type RegistrySnapshot } from './registry-row.ts';

/** IANA's CSV lists people and documents alike in brackets; documents are the ones with these forms. */
const DOCUMENT = /^(RFC\d+|RFC-[\w-]+|draft-[\w.-]+|https?:\/\/\S+)$/i;

/**
 * Reads IANA's service-names-port-numbers.csv. The file carries no date of its own, so the caller gives it.
 * Throws an Error when a column is missing.
 */
export function parseRegistryCsv(csv: string, updated: string): RegistrySnapshot {
  const records: Record<string, string>[] = parse(csv, { columns: true, bom: true, relax_column_count: true });
  const first = records[0];
  for (const column of ['Service Name', 'Port Number', 'Transport Protocol', 'Description', 'Reference']) {
    if (first === undefined || !(column in first)) throw new Error(`not the IANA registry: no column "${column}"`);
  }
  return { updated, rows: records.map(readRecord) };
}

function readRecord(record: Record<string, string>): RegistryRow {
  const field = (column: string): string => withoutPeople(record[column] ?? '');
  return {
    name: field('Service Name'),
    number: field('Port Number'),
    transport: field('Transport Protocol'),
    description: field('Description'),
    references: [...foldSpace(record['Reference'] ?? '').matchAll(/\[([^\]]+)\]/g)]
      .map((match) => match[1] ?? '')
      .filter((token) => DOCUMENT.test(token))
      .map((token) => (/^RFC\d+$/.test(token) ? token.toLowerCase() : token)),
    registered: field('Registration Date'),
    modified: field('Modification Date'),
    serviceCode: field('Service Code'),
    unauthorizedUse: field('Unauthorized Use Reported'),
    note: field('Assignment Notes'),
  };
}
