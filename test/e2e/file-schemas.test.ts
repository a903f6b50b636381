import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { SchemaName } from '../../src/cli/schema-names.ts';
import { faultsByJsonSchema, faultsByZod } from './contract.fixture.ts';
import { ROOT } from './program.fixture.ts';

/** The schemas that editors read beside the files that people write. */
const FOLDERS: readonly (readonly [schema: SchemaName, folder: string])[] = [
  ['dossier', 'knowledge/ports'],
  ['program', 'knowledge/malware'],
  ['pattern', 'knowledge/patterns'],
  ['sources', 'knowledge/sources'],
];

const read = (path: string): unknown => parse(readFileSync(join(ROOT, path), 'utf8'));

describe('the schema of a file', () => {
  it.each(FOLDERS)('takes every file there is: %s, %s', (schema, folder) => {
    const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(3);
    const faults = files.flatMap((file) => {
      return faultsByJsonSchema(schema, read(`${folder}/${file}`)).map((fault) => `${file}${fault}`);
    });
    expect(faults.slice(0, 10)).toEqual([]);
  });

  it('takes the claims', () => {
    expect(faultsByJsonSchema('claims-file', read('knowledge/claims.yaml'))).toEqual([]);
  });

  it.each([
    'ports: {}',
    '$schema: ./overlay.schema.json\nversion: 1\nservices: [/etc/services]',
    'ports: { 6379/tcp: { label: cache, process: redis-server, exposure: host } }',
    'ports: { 8000-8010/udp: { process: [a, b], mute: { until: 2027-01-31, findings: [sockets.exposed-service] } } }',
  ])('takes good notes: %s', (text) => {
    expect(faultsByJsonSchema('overlay', parse(text))).toEqual([]);
    expect(faultsByZod('overlay', parse(text))).toEqual([]);
  });
});

const DOSSIER = {
  keys: ['5173/tcp'],
  title: 'Vite',
  summary: { text: 'A server.', sources: ['vite'], confidence: 'primary' },
  revised: '2026-11-22',
};
const SIGN = { by: 'count', shows: 'x', when: { dport: [23] }, per: 'source', confidence: 'low' };
const statement = { text: 'x', sources: ['iana'], confidence: 'single' };
const PATTERN = {
  id: 'x-y',
  title: 'X',
  kind: 'scan',
  severity: 'low',
  meaning: statement,
  signs: [SIGN],
  innocent: [{ ...statement, tell: 'x' }],
  advice: [{ audience: 'host', do: 'x', sources: ['iana'], confidence: 'single' }],
  revised: '2026-11-22',
};
const withSign = (sign: object): object => ({ ...PATTERN, signs: [{ ...SIGN, ...sign }] });

const BAD: readonly (readonly [schema: SchemaName, why: string, value: unknown])[] = [
  ['dossier', 'an unknown field', { ...DOSSIER, colour: 'red' }],
  ['dossier', 'a port without transport', { ...DOSSIER, keys: ['5173'] }],
  ['dossier', 'a port that is none', { ...DOSSIER, keys: ['65536/tcp'] }],
  ['dossier', 'a transport that is none', { ...DOSSIER, keys: ['80/icmp'] }],
  ['dossier', 'no port at all', { ...DOSSIER, keys: [] }],
  ['dossier', 'a statement without sources', { ...DOSSIER, summary: { ...DOSSIER.summary, sources: [] } }],
  ['dossier', 'a day that is none', { ...DOSSIER, revised: '2026-13-01' }],
  ['dossier', 'no title', { ...DOSSIER, title: undefined }],
  [
    'dossier',
    'a risk beyond the scale',
    { ...DOSSIER, risk: { internet: 5, lan: 1, loopback: 1, why: 'x', ...statement } },
  ],
  ['pattern', 'a port set that is none', withSign({ when: { dport: ['well-known'] } })],
  ['pattern', 'a condition without parts', withSign({ when: {} })],
  ['pattern', 'a need that counts nothing', withSign({ need: { within: '5m' } })],
  ['pattern', 'bounds without a bound', withSign({ when: { bytes: {} } })],
  ['pattern', 'a sign of no kind', withSign({ by: 'guess' })],
  ['program', 'no ports', { name: 'X', kind: 'trojan', summary: statement, ports: [] }],
  ['sources', 'an id with capitals', { IANA: { kind: 'iana', title: 'x', ref: 'x' } }],
  ['sources', 'a source of no kind', { iana: { kind: 'web', title: 'x', ref: 'x' } }],
  ['claims-file', 'an id that is none', [{ id: 'Z1' }]],
  ['overlay', 'a port without transport', { ports: { '6379': { label: 'x' } } }],
  ['overlay', 'a note that says nothing', { ports: { '6379/tcp': {} } }],
  ['overlay', 'an exposure that is none', { ports: { '6379/tcp': { exposure: 'world' } } }],
  ['overlay', 'a field that is misspelt', { ports: { '6379/tcp': { lable: 'x' } } }],
  ['overlay', 'a mute without end', { ports: { '6379/tcp': { mute: {} } } }],
  ['overlay', 'another version', { version: 2 }],
  ['overlay', 'a relative path', { services: ['services'] }],
];

describe('the schema of a file, and we with it,', () => {
  it('take the files that the bad ones are made from', () => {
    expect(faultsByJsonSchema('dossier', DOSSIER)).toEqual([]);
    expect(faultsByJsonSchema('pattern', PATTERN)).toEqual([]);
    expect(faultsByZod('pattern', PATTERN)).toEqual([]);
  });

  it.each(BAD)('refuse a file: %s, %s', (schema, _, value) => {
    const plain: unknown = JSON.parse(JSON.stringify(value));
    expect(faultsByJsonSchema(schema, plain)).not.toEqual([]);
    expect(faultsByZod(schema, plain)).not.toEqual([]);
  });
});
