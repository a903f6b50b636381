import { describeSpan, formatCount, plural } from '../../words.ts';
import { markup, type Markup } from '../../../html/markup.ts';
import { clockText } from './words.ts';

export interface TimeCounts {
  /** ISO time of the first part's begin; null where the log has no times. */
  readonly start: string | null;
  /** How long a part lasts. */
  readonly seconds: number;
  readonly counts: readonly number[];
}

const HEIGHT = 100;
/** A single event beside a flood must be seen too. */
const LEAST = 3;

/** What a line is of: some of its events may have no place in it, or stand in the first bar and be older. */
export interface OfWhat {
  readonly events: number;
  /** ISO time of the earliest; null or empty where there is none. */
  readonly first: string | null;
}

/** Events over time as bars, with the same in words. Null where there is one moment only. */
export function timeLine({ start, seconds, counts }: TimeCounts, { events, first }: OfWhat): Markup | null {
  if (start === null || counts.length < 2) return null;
  const most = Math.max(...counts);
  const from = Date.parse(start);
  const place = (part: number): string => clockText(new Date(from + part * seconds * 1000).toISOString(), seconds);
  const peak = counts.indexOf(most);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const told = total < events ? `${formatCount(total)} of ${plural(events, 'event')}` : plural(total, 'event');
  const words = `${told} from ${place(0)} to ${place(counts.length)}; a bar is ${describeSpan(seconds)}, the highest ${formatCount(most)} from ${place(peak)}`;
  const older =
    first !== null && Date.parse(first) < from - seconds * 1000
      ? `; the first bar also has what is older, back to ${clockText(first)}`
      : '';
  return markup`<svg class="plot" viewBox="0 0 ${counts.length} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words}${older}"><path d="${barsOf(counts, most)}"/></svg>
<div class="axis" aria-hidden="true"><span>${place(0)}</span><span class="middle">${place(counts.length / 2)}</span><span>${place(counts.length)}</span></div>
<figcaption>${words}${older}.</figcaption>`;
}

/** The same as a table, for whoever wants the numbers. */
export function timeTable({ start, seconds, counts }: TimeCounts): Markup | null {
  if (start === null || counts.length < 2) return null;
  const from = Date.parse(start);
  const rows = counts.map(
    (count, part) =>
      markup`<tr><td class="moment">${clockText(new Date(from + part * seconds * 1000).toISOString(), seconds)}</td><td class="number">${formatCount(count)}</td></tr>`,
  );
  return markup`<details><summary>The same in numbers</summary><table class="narrow"><thead><tr><th scope="col">From</th><th scope="col" class="number">Events</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function barsOf(counts: readonly number[], most: number): string {
  const gap = counts.length > 32 ? 0.1 : 0.08;
  return counts
    .map((count, part) => {
      if (count === 0) return '';
      const top = HEIGHT - Math.max(Math.round((HEIGHT * count) / most), LEAST);
      return `M${part + gap} ${HEIGHT}V${top}H${part + 1 - gap}V${HEIGHT}z`;
    })
    .join('');
}
