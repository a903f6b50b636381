import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/cli/width.ts';
import type { Pattern } from '../../src/knowledge/pattern.ts';
import { portolan } from './program.fixture.ts';
import { hasTerminal, runOnTerminal, withoutColour } from './terminal.fixture.ts';

const show = (...words: string[]): ReturnType<typeof portolan> => portolan(['knowledge', 'patterns', ...words]);

const linesOf = (out: string): string[] => out.trimEnd().split('\n');

const { schema, patterns } = JSON.parse(show('--json').out) as { schema: string; patterns: readonly Pattern[] };
const ids = patterns.map(({ id }) => id);

describe('portolan knowledge patterns', () => {
  it('lists every pattern on a line of its own', () => {
    const { code, out, err } = show();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [heading, ...lines] = linesOf(out);
    expect(heading).toMatch(/^ID +KIND +SEVERITY +WHAT$/);
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual(
      patterns.map(({ id, kind, severity, title }) => [id, kind, severity, title]),
    );
  });

  it('writes JSON, NDJSON and CSV of the same patterns', () => {
    expect(schema).toBe('portolan/patterns@1');
    expect(ids).toEqual(expect.arrayContaining(['fraggle', 'dhcp-noise']));
    expect(new Set(ids).size).toBe(ids.length);
    const values = linesOf(show('--ndjson').out).map((line): unknown => JSON.parse(line));
    expect(values).toEqual(patterns);
    const rows: unknown = parse(show('--csv').out, { columns: true });
    expect(rows).toEqual(
      patterns.map(({ id, kind, severity, title, meaning }) => ({ id, kind, severity, title, meaning: meaning.text })),
    );
  });

  it('shows those that are named, in that order, in any format', () => {
    const { out } = show('fraggle', 'dhcp-noise', '--json');
    expect((JSON.parse(out) as { patterns: Pattern[] }).patterns.map(({ id }) => id)).toEqual([
      'fraggle',
      'dhcp-noise',
    ]);
    const text = show('fraggle', 'DHCP-Noise').out;
    expect(text).toMatch(/^fraggle {2}.*\n(.+\n)+\ndhcp-noise {2}/);
  });

  it('says in words what shows a pattern', () => {
    const { out } = show('fraggle');
    expect(out).toMatch(/^fraggle {2}Search for Fraggle amplifiers\n {2}reflection · medium\n/);
    expect(out).toMatch(
      /^ {2}Shown by .*\(high confidence\): transport udp, dport 7 or 13 or 17 or 19 or 37, destination/m,
    );
    expect(out).toContain('1 or more by one source within 1h');
    expect(out).toContain('3 or more different destinations by one source within 1h');
    expect(out).toMatch(/^ {2}May be innocent .* To tell: .*\[editors\]$/m);
    expect(out).toMatch(/^ {2}Do .*\[rfc2644\]$/m);
    expect(out).toMatch(/^ {2}ATT&CK +T1498\.002$/m);
  });
});

describe('every pattern in full', () => {
  it.each(ids)('is printed whole: %s', (id) => {
    const pattern = patterns.find((known) => known.id === id);
    const { code, out, err } = show(id);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const said = [
      pattern?.title,
      pattern?.meaning.text,
      ...(pattern?.signs.map(({ shows }) => shows) ?? []),
      ...(pattern?.innocent.flatMap(({ text, tell }) => [text, tell]) ?? []),
      ...(pattern?.advice.map((advice) => advice.do) ?? []),
      ...(pattern?.attack ?? []),
    ];
    let rest = out;
    for (const text of said) {
      expect(out).toContain(text);
      rest = rest.replace(text ?? '', '');
    }
    expect(rest).not.toMatch(/undefined|\[object|NaN|: ;|; ;| {2}within|\(\)/);
    for (const source of pattern?.meaning.sources ?? []) expect(out).toContain(`[${source}]`);
    // Every number of a sign is in its line: what a machine tests, a person reads.
    for (const sign of pattern?.signs ?? []) {
      const line = linesOf(out).find((text) => text.includes(sign.shows)) ?? '';
      const tested = JSON.stringify({ ...sign, shows: '' });
      for (const [number] of tested.matchAll(/(?<![\w."-])\d+(?![\w."-])/g)) expect(line).toContain(number);
      if (sign.by === 'algorithm') expect(line).toContain(`the ${sign.algorithm} algorithm`);
      if (sign.by === 'sockets') expect(line).toContain(sign.rule);
    }
  });
});

describe('a pattern that there is not', () => {
  it.each([
    ['fragle', 'did you mean fraggle?'],
    ['dhcp-nois', 'did you mean dhcp-noise'],
    ['zzzzzzzzzzzz', 'portolan knowledge patterns lists them'],
    ['constructor', 'portolan knowledge patterns lists them'],
    ['', 'portolan knowledge patterns lists them'],
    ['x'.repeat(10_000), 'portolan knowledge patterns lists them'],
  ])('ends with 2 and a proposal: %s', (id, hint) => {
    const { code, out, err } = show(id);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^portolan: no pattern is called "[^\n]*\n$/);
    expect(err).toContain(`"${id}"; `);
    expect(err).toContain(hint);
  });

  it('keeps back the others, in every format: the question is wrong', () => {
    for (const format of ['--json', '--ndjson', '--csv']) {
      expect(show('fraggle', 'fragle', format)).toMatchObject({ code: 2, out: '' });
    }
  });
});

describe.skipIf(!hasTerminal)('patterns on a terminal', () => {
  it.each([60, 80, 132])('keep to its %d columns, in the list and in full', (columns) => {
    for (const command of ['knowledge patterns', 'knowledge patterns fraggle dhcp-noise']) {
      const lines = runOnTerminal(command, columns).map(withoutColour);
      expect(lines.length).toBeGreaterThan(2);
      expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    }
  });

  it('lose no word where lines are broken', () => {
    const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
    const lines = runOnTerminal('knowledge patterns fraggle', 70).map(withoutColour);
    expect(words(lines.join('\n'))).toEqual(words(show('fraggle').out));
  });
});
