import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedTable, type Column } from './table.ts';
import { widthOf } from './width.ts';

interface Row {
  readonly name: string;
  readonly size: number;
}

const ROWS: readonly Row[] = [
  { name: 'nginx', size: 7 },
  { name: 'a-very-long-name', size: 1234 },
  { name: '日本', size: 0 },
];
const NAME: Column<Row> = { title: 'NAME', cell: ({ name }) => name };
const SIZE: Column<Row> = { title: 'SIZE', align: 'right', cell: ({ size }) => String(size) };

function table(columns: readonly Column<Row>[], width: number, rows: readonly Row[] = ROWS): string[] {
  return [...alignedTable(columns, () => rows, width)];
}

describe('an aligned table', () => {
  it('stands in columns as wide as their widest cell, with two spaces between them and none at the end', () => {
    expect(table([NAME, SIZE], 80)).toEqual([
      'NAME              SIZE',
      'nginx                7',
      'a-very-long-name  1234',
      '日本                 0',
    ]);
    expect(table([SIZE, NAME], 80)[1]).toBe('   7  nginx');
  });

  it('is its heading alone without rows', () => {
    expect(table([NAME, SIZE], 80, [])).toEqual(['NAME  SIZE']);
  });

  it('cuts what may be cut before it leaves anything out, and no more than needed', () => {
    const columns = [
      { ...NAME, shrinkTo: 5 },
      { ...SIZE, dropOrder: 1 },
    ];
    expect(table(columns, 20)).toEqual([
      'NAME            SIZE',
      'nginx              7',
      'a-very-long-n…  1234',
      '日本               0',
    ]);
    expect(table(columns, 11)[2]).toBe('a-ve…  1234');
  });

  it('leaves out the column with the highest number first, and never one without a number', () => {
    const columns: Column<Row>[] = [
      { title: 'A', dropOrder: 1, cell: () => 'aaaa' },
      { title: 'B', cell: () => 'bbbb' },
      { title: 'C', dropOrder: 3, cell: () => 'cccc' },
      { title: 'D', dropOrder: 2, cell: () => 'dddd' },
    ];
    const headings = (width: number): string => table(columns, width)[0]?.replaceAll(/\s+/g, '') ?? '';
    expect([22, 21, 16, 15, 10, 9, 4, 1].map(headings)).toEqual(['ABCD', 'ABD', 'ABD', 'AB', 'AB', 'B', 'B', 'B']);
  });

  it('gives a cut column back what leaving out another one freed', () => {
    const columns = [
      { ...NAME, shrinkTo: 4 },
      { title: 'WIDE', dropOrder: 1, cell: () => 'x'.repeat(30) },
    ];
    expect(table(columns, 30)[2]).toBe('a-very-long-name');
  });

  it('fits whatever its cells are, where every column may be cut or left out', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((drawn) => drawn.replaceAll(/\s/g, '_'));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, text), { maxLength: 8 }),
        fc.integer({ min: 9, max: 100 }),
        (rows, width) => {
          const columns: Column<readonly [string, string, string]>[] = [
            { title: 'A', shrinkTo: 5, cell: (row) => row[0] },
            { title: 'B', dropOrder: 1, cell: (row) => row[1] },
            { title: 'C', align: 'right', dropOrder: 2, shrinkTo: 3, cell: (row) => row[2] },
          ];
          for (const line of alignedTable(columns, () => rows, width)) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('lets the caller colour a finished line, and tells it which row the line is', () => {
    const lines = [
      ...alignedTable(
        [NAME],
        () => ROWS,
        80,
        (line, row) => `<${row?.size ?? 'heading'}>${line}`,
      ),
    ];
    expect(lines).toEqual(['<heading>NAME', '<7>nginx', '<1234>a-very-long-name', '<0>日本']);
  });
});
