import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseHandWritten } from '../../load.ts';
import { faultsOf } from '../files.fixture.ts';
import { licence } from './licence.ts';

const lint = (id: string, ref: string, ships: string): string[] =>
  faultsOf(licence, { 'sources/more.yaml': `${id}:\n  kind: list\n  title: A list\n  ref: ${ref}\n${ships}` });
const carried = (name: string): string => `  ships: { what: Names, licence: ${name} }\n`;

describe('licence', () => {
  it.each(['GPL-2.0-only', 'CC-BY-SA-4.0', 'NPSL-0.95', 'mit'])('finds data that are carried under %s', (name) => {
    expect(lint('a-list', 'https://example.org/', carried(name))).toEqual([
      expect.stringContaining(`sources/more.yaml:5:34: licence: "${name}" is none of CC0-1.0, MIT, `),
    ]);
  });

  it.each([
    ['nmap-services', 'https://nmap.org/', 'nmap'],
    ['port-names', 'Debian package netbase', 'netbase'],
    ['port-names', 'the file /etc/services', 'etc/services'],
    ['wireshark-services', 'https://example.org/', 'wireshark'],
    ['snort-gpl-rules', 'https://example.org/', 'gpl'],
  ])('finds data of %s (%s), under whichever licence', (id, ref, origin) => {
    expect(lint(id, ref, carried('MIT'))).toEqual([
      `sources/more.yaml:5:10: licence: "${id}" may be cited only: nothing of "${origin}" may be carried`,
    ]);
    expect(lint(id, ref, '')).toEqual([]);
  });

  it.each(['CC0-1.0', 'MIT', 'LicenseRef-US-Government'])('lets data be carried under %s', (name) => {
    expect(lint('a-list', 'https://example.org/', carried(name))).toEqual([]);
  });
});

describe("the project's own sources", () => {
  const folder = new URL('../../../../knowledge/', import.meta.url);
  const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

  it('ship what knowledge/README.md lists, under the licence it gives', () => {
    const files = readdirSync(new URL('sources', folder)).map((name) => `sources/${name}`);
    const { sources } = parseHandWritten(new Map(files.map((file) => [file, read(file)])));
    const ships = sources.flatMap(({ value }) => (value.ships === undefined ? [] : [[value.id, value.ships.licence]]));
    const section = read('README.md').split('\n## Licences')[1] ?? '';
    const listed = [...section.matchAll(/^\| `([^`]+)` \|[^|]+\| ([^ ,]+)/gm)].map(([, id, name]) => [id, name]);
    expect(new Map(ships as [string, string][])).toEqual(new Map(listed as [string, string][]));
    expect(listed.length).toBeGreaterThan(0);
  });
});
