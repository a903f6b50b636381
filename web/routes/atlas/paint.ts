import { isWithin } from '../../state/port-filter.ts';
import type { PortRange } from '../../../src/net/port.ts';
import type { Category } from './modes.ts';

/** Ports in a row of the picture, and rows: the row is the high byte, the column the low one. */
export const SIDE = 256;
/** Pixels of a port's place, so that a pattern fits into it. */
export const CELL = 3;
export const PIXELS = SIDE * CELL;

/** What the picture is painted from. Colours are 0xAABBGGRR, as a little-endian ImageData has them. */
export interface Scene {
  readonly values: Uint8Array;
  readonly categories: readonly Category[];
  /** Of each category. */
  readonly inks: Uint32Array;
  readonly ground: number;
  /** Where a port is out of the range, or its category is switched off. */
  readonly faint: number;
  readonly hidden: ReadonlySet<number>;
  readonly ranges: readonly PortRange[] | null;
  /** See `Mode`. */
  readonly spread: number;
}

/** Paints all ports into `pixels`, PIXELS wide and high. */
export function paint(pixels: Uint32Array, scene: Scene): void {
  const masks = scene.categories.map(({ pattern }) => Array.from(pattern, (cell) => cell === '#'));
  const within = shownPorts(scene.ranges);
  for (let port = 0; port < SIDE * SIDE; port++) {
    const value = scene.values[port] ?? 0;
    const isShown = (within === null || within[port] === 1) && !scene.hidden.has(value);
    const mask = masks[value];
    const ink = isShown ? (scene.inks[value] ?? scene.ground) : scene.faint;
    const ground = within === null || within[port] === 1 ? scene.ground : scene.faint;
    let at = (port >> 8) * CELL * PIXELS + (port & 255) * CELL;
    for (let cell = 0; cell < CELL * CELL; cell++) {
      pixels[at] = isShown && mask?.[cell] === true ? ink : ground;
      at += cell % CELL === CELL - 1 ? PIXELS - CELL + 1 : 1;
    }
  }
  if (scene.spread > 0) paintSpread(pixels, scene);
}

/** Paints each port that is something over its neighbours. */
function paintSpread(pixels: Uint32Array, { values, inks, hidden, spread, ranges }: Scene): void {
  const around = CELL * spread;
  for (let port = 0; port < SIDE * SIDE; port++) {
    const value = values[port] ?? 0;
    if (value === 0 || hidden.has(value) || !isWithin(ranges, port)) continue;
    const [x, y] = [(port & 255) * CELL, (port >> 8) * CELL];
    for (let row = Math.max(0, y - around); row < Math.min(PIXELS, y + CELL + around); row++) {
      const from = row * PIXELS + Math.max(0, x - around);
      pixels.fill(inks[value] ?? 0, from, row * PIXELS + Math.min(PIXELS, x + CELL + around));
    }
  }
}

function shownPorts(ranges: readonly PortRange[] | null): Uint8Array | null {
  if (ranges === null) return null;
  return Uint8Array.from({ length: SIDE * SIDE }, (_, port) => (isWithin(ranges, port) ? 1 : 0));
}

/** `#rrggbb` as ImageData's 32 bits. */
export function pixelOf(colour: string): number {
  const rgb = Number.parseInt(colour.slice(1), 16);
  return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

/** The port at a place of the picture, both from 0 to below 1. */
export function portAt(x: number, y: number): number {
  const cell = (part: number): number => Math.min(SIDE - 1, Math.max(0, Math.floor(part * SIDE)));
  return cell(y) * SIDE + cell(x);
}
