import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { formatFault } from './fault.ts';
import { loadHandWritten, type HandWritten } from './load.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Loads a knowledge folder of these files. */
function load(files: Readonly<Record<string, string>>): HandWritten {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-load-'));
  folders.push(folder);
  for (const name of ['ports', 'malware', 'sources']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return loadHandWritten(folder);
}

/** Faults of one dossier file as they are printed. */
function faultsOf(text: string): string[] {
  const { faults, dossiers } = load({ 'ports/x.yaml': text });
  expect(dossiers).toHaveLength(faults.length === 0 ? 1 : 0);
  return faults.map(formatFault);
}

const ECHO = `keys: [7/tcp]
title: Echo
summary:
  text: Sends back what it gets.
  sources: [iana]
  confidence: primary
revised: 2026-01-02
`;

describe('a knowledge folder', () => {
  it('is read file by file, in the order of the names', () => {
    const loaded = load({
      'ports/0009-discard.yaml': ECHO.replaceAll('7/tcp', '9/tcp'),
      'ports/0007-echo.yaml': ECHO,
      'ports/README.md': 'not knowledge',
      'malware/x.yaml': `name: X
kind: worm
summary: { text: Old., sources: [iana], confidence: single }
ports:
  - { key: 7/tcp, direction: listens, sources: [iana], confidence: single }
`,
      'sources/base.yaml': `iana: { kind: iana, title: Registry, ref: "https://www.iana.org/" }
rfc862: { kind: rfc, title: Echo, ref: "https://www.rfc-editor.org/rfc/rfc862" }
`,
    });
    expect(loaded.faults).toEqual([]);
    expect(loaded.dossiers.map(({ file }) => file)).toEqual(['ports/0007-echo.yaml', 'ports/0009-discard.yaml']);
    expect(loaded.programs.map(({ file, value }) => [file, value.name])).toEqual([['malware/x.yaml', 'X']]);
    expect(loaded.sources.map(({ value }) => value.id)).toEqual(['iana', 'rfc862']);
  });

  it('gives a dossier with everything that was left out empty, and a date as text', () => {
    const [echo] = load({ 'ports/0007-echo.yaml': ECHO }).dossiers;
    expect(echo?.value).toEqual({
      kind: 'service',
      keys: ['7/tcp'],
      title: 'Echo',
      aliases: [],
      summary: { text: 'Sends back what it gets.', sources: ['iana'], confidence: 'primary' },
      uses: [],
      pairs: [],
      advice: [],
      corrections: [],
      confirms: [],
      patterns: [],
      attack: [],
      vulnerabilities: [],
      noise: [],
      revised: '2026-01-02',
    });
  });

  it('gives the faults of all files, and the files without faults all the same', () => {
    const { dossiers, faults } = load({
      'ports/0007-echo.yaml': ECHO,
      'ports/0009-discard.yaml': 'title: [',
      'malware/x.yaml': 'name: X',
      'sources/base.yaml': 'IANA: {}',
    });
    expect(dossiers).toHaveLength(1);
    expect([...new Set(faults.map(({ file }) => file))].toSorted()).toEqual([
      'malware/x.yaml',
      'ports/0009-discard.yaml',
      'sources/base.yaml',
    ]);
  });
});

describe('a fault in a dossier is shown where it stands', () => {
  it('none in one that is right', () => {
    expect(faultsOf(ECHO)).toEqual([]);
  });

  it.each([
    ['a misspelt field', `${ECHO}advise: []\n`, 'ports/x.yaml:8:1: schema: Unrecognized key: "advise"'],
    [
      'a misspelt field inside',
      ECHO.replace('  text:', '  colour: red\n  text:'),
      'ports/x.yaml:4:3: schema: summary: Unrecognized key: "colour"',
    ],
    [
      'a missing field',
      ECHO.replace('revised: 2026-01-02\n', ''),
      'ports/x.yaml:1:1: schema: revised: Invalid input: expected string, received undefined',
    ],
    [
      'a wrong type',
      ECHO.replace('[7/tcp]', '7'),
      'ports/x.yaml:1:7: schema: keys: Invalid input: expected array, received number',
    ],
    [
      'a wrong type inside',
      `${ECHO}cleartext: "yes"\n`,
      'ports/x.yaml:8:12: schema: cleartext: Invalid input: expected boolean, received string',
    ],
    [
      'a port key that is none',
      ECHO.replace('[7/tcp]', '[7/tcp, 7/upd]'),
      'ports/x.yaml:1:15: schema: keys.1: not a port key such as 80/tcp or 6000-6063/udp',
    ],
    ['a day that is none', ECHO.replace('01-02', '13-02'), 'ports/x.yaml:7:10: schema: revised: Invalid ISO date'],
    [
      'a statement without a source',
      ECHO.replace('[iana]', '[]'),
      'ports/x.yaml:5:12: missing-source: summary.sources: a statement needs at least one source',
    ],
    [
      'a claim that is none',
      `${ECHO}confirms: [A5, C5]\n`,
      'ports/x.yaml:8:16: schema: confirms.1: not a claim id such as A13 or B18a',
    ],
    [
      'a risk beyond the scale',
      `${ECHO}risk: { internet: 5, lan: 0, loopback: 0, why: x, sources: [iana], confidence: single }\n`,
      'ports/x.yaml:8:19: schema: risk.internet: Invalid option: expected one of 0|1|2|3|4',
    ],
    ['a field given twice', `${ECHO}title: Again\n`, 'ports/x.yaml:8:1: syntax: "title" is given twice'],
    ['a second document', `${ECHO}---\n${ECHO}`, /^ports\/x\.yaml:\d+:1: syntax: a second document begins here/],
    ['a bracket left open', ECHO.replace('[7/tcp]', '[7/tcp'), /^ports\/x\.yaml:2:1: syntax: .*end with a \]/],
    [
      'text that YAML takes for a reference',
      ECHO.replace('Echo', '*Echo'),
      'ports/x.yaml:2:8: syntax: "*Echo" is an alias, which is not read here; a text that begins with * needs quotes',
    ],
    ['an empty file', '', 'ports/x.yaml:1:1: schema: Invalid input: expected object, received null'],
    [
      'a list instead of a map',
      '- 7/tcp\n',
      'ports/x.yaml:1:1: schema: Invalid input: expected object, received array',
    ],
  ])('%s', (_, text, fault) => {
    const faults = faultsOf(text);
    expect(faults).toHaveLength(1);
    if (typeof fault === 'string') expect(faults[0]).toBe(fault);
    else expect(faults[0]).toMatch(fault);
  });

  it('all of them at once', () => {
    const faults = faultsOf('keys: []\ntitle: ""\nsummary: x\nrevised: today\n');
    expect(faults.map((fault) => fault.split(': ')[2])).toEqual(['keys', 'title', 'summary', 'revised']);
  });

  it.each([
    ['confidence', 'sure'],
    ['text', '""'],
  ])('a statement whose %s is %s', (field, value) => {
    const text = ECHO.replace(new RegExp(`${field}: .*`), `${field}: ${value}`);
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(new RegExp(`^ports/x\\.yaml:\\d:\\d+: schema: summary\\.${field}: `)),
    ]);
  });
});
