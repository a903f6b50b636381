import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TimelineDocument } from '../api/documents.ts';
import { stackOf, timesOf } from './chart-data.ts';

export interface DrawnChart {
  readonly remove: () => void;
}

const HEIGHT = 220;

/** Colours of the palette by what became of events, each with a slope of hatching of its own. */
const INKS: Readonly<Record<string, readonly [colour: string, hatch: readonly (readonly [number, number])[]]>> = {
  allowed: ['harmless', []],
  answered: ['low', [[0, 0]]],
  dropped: [
    'bar',
    [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  ],
  rejected: [
    'medium',
    [
      [3, 0],
      [2, 1],
      [1, 2],
      [0, 3],
    ],
  ],
  refused: [
    'strays',
    [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ],
  ],
  unanswered: [
    'ordinary',
    [
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
    ],
  ],
  unknown: [
    'info',
    [
      [0, 0],
      [2, 2],
    ],
  ],
};

/** Draws a time line into a box; a drag over it tells the span, ISO times. */
export function drawChart(
  box: HTMLElement,
  timeline: TimelineDocument,
  brush: (from: string, to: string) => void,
): DrawnChart {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const stack = stackOf(timeline);
  const bars = uPlot.paths.bars?.({ size: [1, 64], align: 1 });
  const axis: uPlot.Axis = {
    stroke: colour('text'),
    grid: { stroke: colour('line') },
    ticks: { stroke: colour('line') },
  };
  const plot = new uPlot(
    {
      width: Math.max(240, box.clientWidth),
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false } },
      legend: { live: false },
      axes: [
        { ...axis, values: (_, splits) => splits.map((at, place) => tick(at, splits[place - 1])) },
        { ...axis, size: 64 },
      ],
      scales: { y: { range: (_, __, most) => [0, Math.max(1, most)] } },
      // The highest of the stack is drawn first, so that the others stand before it.
      series: [
        {},
        ...timeline.outcomes
          .map((outcome) => {
            const [ink, hatch] = INKS[outcome] ?? INKS['unknown'] ?? ['info', []];
            return {
              label: outcome,
              stroke: colour(ink),
              fill: hatched(colour(ink), colour('page'), hatch),
              width: 0,
              ...(bars === undefined ? {} : { paths: bars }),
              points: { show: false },
            };
          })
          .toReversed(),
      ],
      hooks: {
        setSelect: [
          (drawn) => {
            const { select } = drawn;
            if (select.width < 4) return;
            const at = (left: number): string => new Date(drawn.posToVal(left, 'x') * 1000).toISOString();
            brush(at(select.left), at(select.left + select.width));
          },
        ],
      },
    },
    [timesOf(timeline), ...stack.toReversed()],
    box,
  );
  const observer = new ResizeObserver(() => {
    plot.setSize({ width: Math.max(240, box.clientWidth), height: HEIGHT });
  });
  observer.observe(box);
  return {
    remove: () => {
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** `08:53`, and the day under the first of each. */
function tick(at: number, before: number | undefined): string {
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
  const day = iso(at).slice(0, 10);
  const time = iso(at).slice(11, 16);
  return before !== undefined && iso(before).startsWith(day) ? time : `${time}\n${day}`;
}

/** A colour with marks in it, so that it is not the only sign. */
function hatched(
  ink: string,
  ground: string,
  marks: readonly (readonly [number, number])[],
): () => CanvasPattern | string {
  return () => {
    const tile = document.createElement('canvas');
    tile.width = 4;
    tile.height = 4;
    const context = tile.getContext('2d');
    if (context === null) return ink;
    context.fillStyle = ink;
    context.fillRect(0, 0, 4, 4);
    context.fillStyle = ground;
    for (const [x, y] of marks) context.fillRect(x, y, 1, 1);
    return context.createPattern(tile, 'repeat') ?? ink;
  };
}
