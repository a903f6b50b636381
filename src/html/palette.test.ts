import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, type Palette } from './palette.ts';

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXTS: readonly (readonly [text: keyof Palette, ground: keyof Palette])[] = [
  ['text', 'page'],
  ['text', 'panel'],
  ['quiet', 'page'],
  ['quiet', 'panel'],
  ['link', 'page'],
  ...(['info', 'low', 'medium', 'high', 'critical'] as const).map((severity) => ['badge', severity] as const),
];
const SHAPES = [
  'bar',
  'harmless',
  'explained',
  'strays',
  'ordinary',
  'unexplained',
  'low',
  'medium',
  'high',
  'critical',
] as const;

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('the %s colours', (_, palette) => {
  it('measure right at all', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });

  it.each(TEXTS)('let "%s" be read on "%s" (AA, 4.5 to 1)', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)('let "%s" be seen on the page (AA, 3 to 1)', (shape) => {
    expect(contrast(palette[shape], palette.page)).toBeGreaterThanOrEqual(3);
  });
});
