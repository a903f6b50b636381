/**
 * The committed file of facts and the compiled knowledge base against IANA's own XML, read by a scanner that shares
 * nothing with the project's importer (registry-witness.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import { encodeKnowledge } from './encode.ts';
import { parseRegistryFacts } from './registry-facts.ts';
import { changedRecords, differencesFrom, scan } from './registry-witness.ts';

const FACTS = new URL('../../knowledge/registry/service-names-port-numbers.tsv', import.meta.url);
const XML = new URL('../../../shared/data/iana/service-names-port-numbers.2026-08-17.nopeople.xml.gz', import.meta.url);
const present = existsSync(fileURLToPath(XML));
if (!present) console.warn('SKIPPED: registry fidelity: ../shared/data/iana is not beside this checkout');

describe.skipIf(!present)("IANA's registry of 2026-08-17", () => {
  const text = readFileSync(FACTS, 'utf8');
  const snapshot = parseRegistryFacts(text);
  const { updated, facts } = present
    ? scan(gunzipSync(readFileSync(XML)).toString('utf8'))
    : { updated: '', facts: [] };

  it('is read whole by this scanner', () => {
    expect(updated).toBe('2026-08-17');
    expect(facts).toHaveLength(14_533);
    expect(facts.filter(({ number }) => number === '')).toHaveLength(1070);
    expect(facts.filter(({ number }) => number.includes('-'))).toHaveLength(766);
    expect(facts.filter(({ name, number }) => name !== '' && number !== '')).toHaveLength(11_739);
    expect(facts.filter(({ references }) => references.length > 0).length).toBeGreaterThan(360);
  });

  it('stands in the file of facts record by record, in order, with nothing changed', () => {
    expect(snapshot.updated).toBe(updated);
    expect(snapshot.rows).toHaveLength(facts.length);
    expect(changedRecords(snapshot.rows, facts)).toEqual([]);
  });

  it('gives no reference in the file of facts that the XML does not', () => {
    const invented = snapshot.rows.flatMap((row, index) =>
      row.references.filter((one) => /^(rfc\d|draft-|https?:)/i.test(one) && !facts[index]?.references.includes(one)),
    );
    expect(invented).toEqual([]);
  });

  it('names no person in the file of facts', () => {
    expect([...text.matchAll(/\[?\b[A-Z][a-z]+(_[A-Z]\w*)+_?\d*\b\]/g)].map(([key]) => key)).toEqual([]);
    expect([...text.matchAll(/[\w.+-]+@[\w-]+\.[\w.]+/g)].map(([address]) => address)).toEqual([]);
  });

  it('is what the compiled knowledge base answers, for all 262,144 ports of all transports', () => {
    const bytes = encodeKnowledge({
      registry: snapshot,
      dossiers: [],
      programs: [],
      patterns: [],
      sources: [],
      claims: [],
    });
    expect(differencesFrom(new Knowledge(bytesInMemory(bytes)), facts)).toEqual({ compared: 262_144, differences: [] });
  });

  it('is what the built program ships', () => {
    const shipped = new Knowledge(bytesInMemory(readFileSync(new URL('../../dist/knowledge.bin', import.meta.url))));
    expect(shipped.registryUpdated).toBe(updated);
    expect(differencesFrom(shipped, facts)).toEqual({ compared: 262_144, differences: [] });
  });
});
