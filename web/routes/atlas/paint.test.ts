import { describe, expect, it } from 'vitest';
import { MODES, modeOf, PORTS, tally } from './modes.ts';
import { CELL, paint, PIXELS, pixelOf, portAt, type Scene } from './paint.ts';

const INK = 0xff0000ff;
const GROUND = 0xffffffff;
const FAINT = 0xffeeeeee;

function painted(change: Partial<Scene>): Uint32Array {
  const pixels = new Uint32Array(PIXELS * PIXELS);
  const values = new Uint8Array(PORTS);
  values[257] = 1;
  const categories = [
    { label: '', counted: '', colour: null, pattern: '.........' },
    { label: '', counted: '', colour: 'high', pattern: '#.......#' },
  ];
  paint(pixels, {
    values,
    categories,
    inks: Uint32Array.of(0, INK),
    ground: GROUND,
    faint: FAINT,
    hidden: new Set(),
    ranges: null,
    spread: 0,
    ...change,
  });
  return pixels;
}

/** The nine pixels of a port. */
function cellOf(pixels: Uint32Array, port: number): number[] {
  const at = (port >> 8) * CELL * PIXELS + (port & 255) * CELL;
  return Array.from({ length: 9 }, (_, cell) => pixels[at + Math.floor(cell / 3) * PIXELS + (cell % 3)] ?? 0);
}

describe('the picture of all ports', () => {
  it('has each port at its place, low byte across and high byte down, in its pattern', () => {
    const pixels = painted({});
    expect(cellOf(pixels, 257)).toEqual([INK, GROUND, GROUND, GROUND, GROUND, GROUND, GROUND, GROUND, INK]);
    expect(pixels.filter((pixel) => pixel === INK)).toHaveLength(2);
    expect(pixels.every((pixel) => pixel !== 0)).toBe(true);
  });

  it('fades what is out of the range or switched off', () => {
    expect(cellOf(painted({ ranges: [{ from: 0, to: 256 }] }), 257)).toEqual(Array.from({ length: 9 }, () => FAINT));
    expect(painted({ hidden: new Set([1]) }).includes(INK)).toBe(false);
  });

  it('spreads single ports over their neighbours, and not over its edge', () => {
    expect(painted({ spread: 2 }).filter((pixel) => pixel === INK)).toHaveLength((CELL * 4) ** 2);
  });

  it('knows the port under a place', () => {
    expect([portAt(0, 0), portAt(0.999, 0), portAt(0, 0.999), portAt(1, 1), portAt(-1, 2)]).toEqual([
      0, 255, 65_280, 65_535, 65_280,
    ]);
  });

  it('takes colours as ImageData has them', () => {
    expect(pixelOf('#102030')).toBe(0xff302010);
  });
});

describe('the ways of colouring', () => {
  const atlas = {
    host: 'db-3',
    knowledge: { version: '1.2.3', registryUpdated: '2026-01-01' },
    tcp: { knowledge: '3210'.padEnd(PORTS, '0'), risk: '4'.padEnd(PORTS, '0') },
    udp: { knowledge: ''.padEnd(PORTS, '0'), risk: ''.padEnd(PORTS, '0') },
    here: [
      { port: 22, transport: 'tcp', exposure: 'loopback', sockets: 1 },
      { port: 22, transport: 'tcp', exposure: 'wildcard', sockets: 1 },
    ],
    logs: null,
  } as const;

  it.each([
    ['knowledge', 'tcp', [65_533, 1, 1, 1]],
    ['class', 'udp', [1024, 48_128, 16_384]],
    ['here', 'tcp', [65_535, 0, 0, 1]],
    ['here', 'udp', [65_536, 0, 0, 0]],
    ['risk', 'tcp', [65_535, 0, 0, 0, 1]],
  ] as const)('%s of %s counts every port once', (id, transport, counts) => {
    const mode = modeOf(id);
    const values = mode.values(atlas, transport);
    expect(values === null ? null : tally(values, mode.categories.length)).toEqual(counts);
  });

  it('says that nothing is known where there is no store', () => {
    expect(modeOf('logs').values(atlas, 'tcp')).toBeNull();
  });

  it('tells categories apart by pattern as well as by colour', () => {
    for (const { categories } of MODES) {
      expect(new Set(categories.map(({ pattern }) => pattern)).size).toBe(categories.length);
      expect(categories.every(({ pattern }) => pattern.length === CELL * CELL)).toBe(true);
    }
  });
});
