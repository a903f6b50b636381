import { useMemo, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { TimelineDocument, TrafficSummary } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { Chart } from '../../parts/chart.tsx';
import { withoutEmpty } from '../../parts/chart-data.ts';
import { Choices } from '../../parts/choices.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { announce } from '../../state/announce.ts';
import { place, setQuery } from '../../state/place.ts';
import { clock, count } from '../../state/shown.ts';
import { narrowedQuery } from './narrowed.ts';

const BUCKETS = 120;
const FORMS = [
  { id: 'chart', name: 'Chart' },
  { id: 'table', name: 'Table' },
] as const;

/** Events over time by what became of them. A brush, or two typed times, narrow it and the findings. */
export function TimeLine({
  id,
  summary,
  turn,
}: {
  readonly id: string;
  readonly summary: TrafficSummary;
  /** Another number asks again: more was read. */
  readonly turn: number;
}): VNode | null {
  const { query } = place.value;
  const asked = narrowedQuery(query);
  asked.set('buckets', String(BUCKETS));
  const timeline = useResource<TimelineDocument>(
    summary.first === null ? null : API.timeline(id, asked.toString()),
    turn,
  );
  if (summary.first === null || summary.last === null) return null;
  const isTable = query.get('as') === 'table';
  const narrow = (from: string | null, to: string | null): void => {
    setQuery({ from, to });
    announce(from === null ? 'The whole time is shown.' : `From ${clock(from)} to ${clock(to)}.`);
  };
  return (
    <section aria-labelledby="time-title">
      <h2 id="time-title">Over time</h2>
      <div class="tools">
        <Choices name="As" parameter="as" current={isTable ? 'table' : 'chart'} choices={FORMS} first="chart" />
        <TimeRange
          key={`${query.get('from') ?? ''}${query.get('to') ?? ''}`}
          from={query.get('from') ?? summary.first}
          to={query.get('to') ?? summary.last}
          isNarrowed={query.has('from') || query.has('to')}
          narrow={narrow}
        />
      </div>
      <StateOf resource={timeline} what="the time line">
        {(data) => <Drawn timeline={data} isTable={isTable} narrow={narrow} />}
      </StateOf>
    </section>
  );
}

function Drawn({
  timeline,
  isTable,
  narrow,
}: {
  readonly timeline: TimelineDocument;
  readonly isTable: boolean;
  readonly narrow: (from: string, to: string) => void;
}): VNode {
  const used = useMemo(() => withoutEmpty(timeline), [timeline]);
  return isTable ? <TimeTable timeline={used} /> : <Chart timeline={used} brush={narrow} />;
}

/** The brush, typed: times are UTC. */
function TimeRange({
  from,
  to,
  isNarrowed,
  narrow,
}: {
  readonly from: string;
  readonly to: string;
  readonly isNarrowed: boolean;
  readonly narrow: (from: string | null, to: string | null) => void;
}): VNode {
  const [typed, setTyped] = useState({ from: from.slice(0, 19), to: to.slice(0, 19) });
  const field = (name: 'from' | 'to', label: string): VNode => (
    <label>
      {label}{' '}
      <input
        type="datetime-local"
        step={1}
        value={typed[name]}
        onInput={({ currentTarget }) => {
          setTyped({ ...typed, [name]: currentTarget.value });
        }}
      />
    </label>
  );
  return (
    <form
      class="time-range"
      onSubmit={(event) => {
        event.preventDefault();
        const iso = (text: string): string | null =>
          Number.isNaN(Date.parse(`${text}Z`)) ? null : new Date(`${text}Z`).toISOString();
        narrow(iso(typed.from), iso(typed.to));
      }}
    >
      {field('from', 'From')} {field('to', 'to')} <span class="quiet">UTC</span> <button type="submit">Narrow</button>
      {isNarrowed && (
        <button type="button" onClick={() => narrow(null, null)}>
          Whole time
        </button>
      )}
    </form>
  );
}

function TimeTable({ timeline }: { readonly timeline: TimelineDocument }): VNode {
  const { start, seconds, outcomes, counts } = timeline;
  if (start === null) return <p>These events have no times.</p>;
  return (
    <div class="scroll-y" role="region" aria-label="Events over time" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {outcomes.map((outcome) => (
              <th key={outcome} scope="col" class="number">
                {outcome}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, at) => {
            const from = new Date(Date.parse(start) + at * seconds * 1000).toISOString();
            return (
              <tr key={from}>
                <td class="moment">{clock(from)}</td>
                {row.map((events, outcome) => (
                  <td key={outcomes[outcome]} class="number">
                    {count(events)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
