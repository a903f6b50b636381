import type { VNode } from 'preact';
import type { Point } from '../routes/port/points.ts';
import { clock, count } from '../state/shown.ts';

const HEIGHT = 32;

/** Bars over time, with the same in words and as a table. */
export function Sparkline({ points, what }: { readonly points: readonly Point[]; readonly what: string }): VNode {
  const most = Math.max(1, ...points.map(({ events }) => events));
  const peak = points.find(({ events }) => events === most);
  const words = `${what}, ${clock(points[0]?.from ?? null)} to ${clock(points.at(-1)?.from ?? null)}, most ${count(most)} from ${clock(peak?.from ?? null)}`;
  return (
    <figure class="sparkline">
      <svg viewBox={`0 0 ${points.length} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={words}>
        {points.map(({ from, events }, at) => {
          const height = events === 0 ? 0 : Math.max(2, (HEIGHT * events) / most);
          return <rect key={from} x={at + 0.1} y={HEIGHT - height} width={0.8} height={height} />;
        })}
      </svg>
      <figcaption>{words}.</figcaption>
      <details>
        <summary>The same in numbers</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col" class="number">
                Events
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ from, events }) => (
              <tr key={from}>
                <td class="moment">{clock(from)}</td>
                <td class="number">{count(events)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
