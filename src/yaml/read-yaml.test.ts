import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readYaml } from './read-yaml.ts';
import type { YamlFault } from './yaml-file.ts';

const schema = z.strictObject({
  title: z.string().exactOptional(),
  list: z.array(z.number()).exactOptional(),
  ports: z
    .record(
      z.string().refine((key) => /^\d+\/tcp$/.test(key), 'not a port key'),
      z.strictObject({ name: z.string().exactOptional(), depth: z.number().exactOptional() }),
    )
    .exactOptional(),
});

function faultsOf(text: string): readonly YamlFault[] {
  const result = readYaml(text, schema);
  return 'faults' in result ? result.faults : [];
}

describe('a file without faults', () => {
  it('is its value, and every value knows where it stands', () => {
    const result = readYaml('title: x\nports:\n  80/tcp: { name: web }\nlist:\n  - 1\n  - 22\n', schema);
    if ('faults' in result) throw new Error(JSON.stringify(result.faults));
    expect(result.value).toEqual({ title: 'x', ports: { '80/tcp': { name: 'web' } }, list: [1, 22] });
    expect(result.at(['title'])).toEqual({ line: 1, column: 8 });
    expect(result.at(['ports', '80/tcp', 'name'])).toEqual({ line: 3, column: 19 });
    expect(result.at(['list', 1])).toEqual({ line: 6, column: 5 });
  });

  it('answers for a value that is not in it with the place of the nearest parent', () => {
    const result = readYaml('title: x\nports:\n  80/tcp: {}\n', schema);
    if ('faults' in result) throw new Error(JSON.stringify(result.faults));
    expect(result.at(['ports', '80/tcp', 'name'])).toEqual({ line: 3, column: 11 });
    expect(result.at(['list', 7])).toEqual({ line: 1, column: 1 });
  });

  it('may be in block or flow style, with CRLF, with a byte order mark', () => {
    for (const text of [
      'ports:\n  80/tcp:\n    name: web\n',
      'ports:\r\n  80/tcp:\r\n    name: web\r\n',
      '\uFEFFports:\n  80/tcp:\n    name: web',
      '{ports: {80/tcp: {name: web}}}',
      '# note\n---\nports: {80/tcp: {name: "web"}} # of ours\n...\n',
    ]) {
      expect(readYaml(text, schema)).toMatchObject({ value: { ports: { '80/tcp': { name: 'web' } } } });
    }
  });

  it('may hold brackets in its texts, and dates and numbers as keys stay texts', () => {
    const title = '[{'.repeat(20);
    expect(readYaml(`title: "${title}"`, schema)).toMatchObject({ value: { title } });
    expect(readYaml('2027-01-31: 1\n017: 1\n', z.record(z.string(), z.number()))).toMatchObject({
      value: { '2027-01-31': 1, '017': 1 },
    });
  });
});

describe('a fault', () => {
  it.each<[what: string, text: string, line: number, column: number, message: RegExp]>([
    ['a key given twice', 'title: a\nports: {}\ntitle: b', 3, 1, /"title" is given twice/],
    ['a key given twice, deeper', 'ports:\n  80/tcp: {}\n  80/tcp: {}', 3, 3, /"80\/tcp" is given twice/],
    ['a key given twice in another dress', 'title: a\n"title": b', 2, 1, /"title" is given twice/],
    ['an alias', 'title: &a x\nports: *a', 2, 8, /"\*a" is an alias.*quotes/],
    ['an alias as a key', 'title: &a x\n*a : y', 2, 1, /plain text/],
    ['a tag of nobody', 'title: !foo x', 1, 8, /tag: !foo/],
    ['a tag of another language', 'title: !!js/function "x"', 1, 8, /tag/],
    ['bytes for a text', 'title: !!binary aGk=', 1, 17, /^title: .*string/],
    ['a key that nobody knows', 'title: x\ncolour: red', 2, 1, /Unrecognized key: "colour"/],
    ['a key that nobody knows, deeper', 'ports:\n  80/tcp:\n    nam: web', 3, 5, /^ports\.80\/tcp: .*"nam"/],
    ['a wrong type', 'ports:\n  80/tcp: { depth: deep }', 2, 20, /^ports\.80\/tcp\.depth: .*number/],
    ['a wrong type in a list', 'list:\n  - 1\n  - two', 3, 5, /^list\.1: .*number/],
    ['a value left out', 'title: x\nports:\n', 2, 7, /^ports: .*null/],
    ['a bad key of a map', 'ports:\n  80/tcp: {}\n  81: {}', 3, 3, /^ports\.81: not a port key/],
    ['a key within a key', '? ? x', 1, 3, /plain text/],
    ['a key that is a list', 'ports:\n  ? [1, 2]\n  : {}', 2, 5, /plain text/],
    ['a tab as indentation', 'ports:\n\t80/tcp: {}', 2, 1, /[Tt]abs/],
    ['a quotation that never ends', 'list: []\ntitle: "x', 2, 10, /closing/],
    ['a second document', 'title: x\n---\ntitle: y', 2, 1, /second document/],
    ['an unknown directive', '%FOO\n---\ntitle: x', 1, 1, /directive/],
    ['a list', '- title', 1, 1, /array/],
    ['a word', 'title', 1, 1, /string/],
    ['nothing', '', 1, 1, /null/],
    ['nothing but comments', '# title: x\n\n# ports:\n', 1, 1, /null/],
    ['a fault after CRLF', 'title: x\r\ncolour: red\r\n', 2, 1, /colour/],
  ])('points at %s', (_, text, line, column, message) => {
    const faults = faultsOf(text);
    expect(faults[0]).toMatchObject({ line, column });
    expect(faults[0]?.message).toMatch(message);
  });

  it('does not hide the next: all are told, in the order of the file', () => {
    const faults = faultsOf('a: 1\nports:\n  80/tcp: { b: 1, c: 2, name: 3 }\nd: 4\n');
    expect(faults.map(({ line, column }) => `${line}:${column}`)).toEqual(['1:1', '3:13', '3:19', '3:31', '4:1']);
  });

  it('is one for each key of a long list of unknown ones', () => {
    const faults = faultsOf('a: 1\nb: 2\nc: 3\n');
    expect(faults.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '1 Unrecognized key: "a"',
      '2 Unrecognized key: "b"',
      '3 Unrecognized key: "c"',
    ]);
  });

  it('never makes the parser speak on standard error by itself', async () => {
    const warnings: unknown[] = [];
    const listen = (warning: unknown): void => void warnings.push(warning);
    process.on('warning', listen);
    faultsOf('? [1, 2]\n: x');
    faultsOf('? { a: b }\n: x');
    await new Promise<void>((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});

describe('hostile text', () => {
  const SIZE = 256 * 1024;
  const many = (piece: string): string => piece.repeat(Math.floor(SIZE / piece.length));
  const lines = (lineAt: (index: number) => string, count: number): string =>
    Array.from({ length: count }, (_, index) => lineAt(index)).join('\n');

  it.each<[what: string, text: string, line: number, column: number]>([
    ['brackets', many('['), 1, 97],
    ['braces', many('{a: '), 1, 385],
    ['dashes', many('- '), 1, 97],
    ['indentation', lines((index) => `${' '.repeat(index)}a:`, 700), 24, 24],
    ['indented dashes', lines((index) => `${' '.repeat(index)}-`, 700), 49, 49],
  ])('nested beyond reason with %s is refused where it gets too deep', (_, text, line, column) => {
    const [first] = faultsOf(text);
    expect(first).toEqual({ line, column, message: 'nested deeper than 24 levels' });
  });

  it('is read as deep as anybody writes', () => {
    const deep = `${'{"a":'.repeat(20)}1${'}'.repeat(20)}`;
    expect(readYaml(deep, z.unknown())).toHaveProperty('value');
  });

  it('that would unfold to gigabytes unfolds to nothing', () => {
    const bomb = `a0: &a0 [x, x]\n${lines((index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`, 30)}`;
    const faults = faultsOf(bomb);
    expect(faults).toHaveLength(60);
    expect(faults[0]).toMatchObject({ line: 2, column: 10 });
    expect(faults.every(({ message }) => message.includes('alias'))).toBe(true);
  });

  // Minutes, where every key was compared with every other or every fault searched the whole file.
  it.each<[what: string, text: string, count: number]>([
    ['20,000 unknown keys', lines((index) => `k${index}: 1`, 20_000), 20_000],
    ['12,000 bad keys of a map', `ports:\n${lines((index) => `  z${index}: {}`, 12_000)}`, 12_000],
    ['12,000 wrong values', `ports:\n${lines((index) => `  ${index}/tcp: {name: 1}`, 12_000)}`, 12_000],
    ['one key 40,000 times', 'a: 1\n'.repeat(40_000), 39_999],
  ])('of %s is told fault by fault in bounded time', { timeout: 30_000 }, (_, text, count) => {
    const faults = faultsOf(text);
    expect(faults).toHaveLength(count);
    expect(faults.at(-1)?.line).toBe(text.trimEnd().split('\n').length);
  });

  it('of any other shape ends in bounded time', { timeout: 60_000 }, () => {
    for (const piece of ['\t', '\n', '#', ' ', '|\n', '>', '@', '\0', '\r', "'", '&a x\n', '---\n', 'x\n ']) {
      expect(faultsOf(many(piece)).length, JSON.stringify(piece)).toBeGreaterThan(0);
    }
  });
});

describe('any text', () => {
  const YAML_PIECES = [
    'a',
    ':',
    ': ',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '-',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
  ];
  const MORE_PIECES = [
    '#',
    '&a ',
    '*a',
    '!',
    '!!str ',
    '|',
    '>',
    '%',
    '---\n',
    '...\n',
    '\uFEFF',
    '<<',
    '\\',
    '1',
    '~',
    '\0',
  ];
  const pieces = fc
    .array(fc.constantFrom(...YAML_PIECES, ...MORE_PIECES, 'title', 'ports', '80/tcp', '__proto__'), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('is either a value or at least one fault, whose place is in the text', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        const result = readYaml(text, schema);
        if (!('faults' in result)) return;
        expect(result.faults.length).toBeGreaterThan(0);
        const rows = text.split('\n');
        for (const { line, column, message } of result.faults) {
          expect(message).not.toBe('');
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(rows.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((rows[line - 1] ?? '').length + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('that JSON makes is read as what it says', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3, noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('"__proto__"')); // no key of an object, and complained of: tested above
        const read = readYaml(text, z.unknown());
        if ('faults' in read) throw new Error(JSON.stringify(read.faults));
        expect(read.value).toEqual(JSON.parse(text));
      }),
    );
  });
});
