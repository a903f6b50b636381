/**
 * Turns IANA's published registry (XML, XML.gz or CSV) into the project's file of facts:
 *   npm run registry:update -- FILE [YYYY-MM-DD]      the date only for CSV, which carries none
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseRegistryCsv } from './registry-csv.ts';
import { formatRegistryFacts, parseRegistryFacts } from './registry-facts.ts';
import type { RegistryRow, RegistrySnapshot } from './registry-row.ts';
import { parseRegistryXml } from './registry-xml.ts';

const FACTS = 'knowledge/registry/service-names-port-numbers.tsv';

const [file, date] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: npm run registry:update -- FILE.xml[.gz] | FILE.csv YYYY-MM-DD');
  process.exit(2);
}
const bytes = readFileSync(file);
const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
const snapshot = readSnapshot(text);
const before = existsSync(FACTS) ? parseRegistryFacts(readFileSync(FACTS, 'utf8')).rows : [];
writeFileSync(FACTS, formatRegistryFacts(snapshot));
printDifference(before, snapshot);

function readSnapshot(source: string): RegistrySnapshot {
  if (source.startsWith('<?xml')) return parseRegistryXml(source);
  if (date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    console.error('a CSV carries no date: add the registry\'s "Last Updated" as YYYY-MM-DD');
    process.exit(2);
  }
  return parseRegistryCsv(source, date);
}

function printDifference(old: readonly RegistryRow[], now: RegistrySnapshot): void {
  const identify = (row: RegistryRow): string =>
    `${row.number || '-'}/${row.transport || 'any'} ${row.name || row.description}`;
  const oldRows = new Map(old.map((row) => [identify(row), JSON.stringify(row)]));
  const newRows = new Map(now.rows.map((row) => [identify(row), JSON.stringify(row)]));
  for (const [id, row] of newRows) {
    if (!oldRows.has(id)) console.log(`+ ${id}`);
    else if (oldRows.get(id) !== row) console.log(`~ ${id}`);
  }
  for (const id of oldRows.keys()) if (!newRows.has(id)) console.log(`- ${id}`);
  console.log(`${now.rows.length} records, updated ${now.updated}, from ${basename(file ?? '')}`);
  console.log(`sha256 of the input ${createHash('sha256').update(bytes).digest('hex')}`);
}
