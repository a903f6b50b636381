import { useEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { settle } from '../api/client.ts';
import type { TimelineDocument } from '../api/documents.ts';
import { count } from '../state/shown.ts';
import { stackOf } from './chart-data.ts';
import type { DrawnChart } from './chart-drawn.ts';

/** Events over time as stacked bars. The drawing comes when it is first needed; the words are there at once. */
export function Chart({
  timeline,
  brush,
}: {
  readonly timeline: TimelineDocument;
  readonly brush: (from: string, to: string) => void;
}): VNode {
  const frame = useRef<HTMLDivElement>(null);
  const [hasFailed, setFailed] = useState(false);
  const latest = useRef(brush);
  latest.current = brush;
  useEffect(() => {
    const box = frame.current;
    if (box === null) return;
    let drawn: DrawnChart | null = null;
    let isOver = false;
    void settle(
      import('./chart-drawn.ts'),
      undefined,
      ({ drawChart }) => {
        if (!isOver) drawn = drawChart(box, timeline, (from, to) => latest.current(from, to));
      },
      () => setFailed(true),
    );
    return () => {
      isOver = true;
      drawn?.remove();
    };
  }, [timeline]);
  const { outcomes, counts } = timeline;
  const totals = outcomes.map((outcome, at) => {
    const total = counts.reduce((sum, row) => sum + (row[at] ?? 0), 0);
    return `${outcome} ${count(total)}`;
  });
  const most = Math.max(0, ...(stackOf(timeline).at(-1) ?? []));
  return (
    <figure class="chart">
      <div
        ref={frame}
        class="chart-frame"
        role="img"
        aria-label={`Events over time: ${totals.join(', ')}; at most ${count(most)} at once`}
      />
      <figcaption>
        {totals.join(', ')}. Drag over the chart to narrow the time, or type it; the table has the numbers.
        {hasFailed && ' The drawing did not arrive.'}
      </figcaption>
    </figure>
  );
}
