import type { VNode } from 'preact';
import { count } from '../../state/shown.ts';
import type { Mode } from './modes.ts';

/** What the colours and patterns mean; a press hides what is of one kind, or shows it again. */
export function Legend({
  mode,
  counts,
  hidden,
  toggle,
}: {
  readonly mode: Mode;
  readonly counts: readonly number[];
  readonly hidden: ReadonlySet<number>;
  readonly toggle: (category: number) => void;
}): VNode {
  return (
    <ul class="legend" aria-label="Legend">
      {mode.categories.map(({ label, colour, pattern }, at) => (
        <li key={label}>
          <button
            type="button"
            aria-pressed={!hidden.has(at)}
            onClick={() => {
              toggle(at);
            }}
          >
            <svg viewBox="0 0 6 6" aria-hidden="true" class={`swatch ink-${colour ?? 'none'}`}>
              {swatch(pattern)}
            </svg>
            {label} <span class="quiet">{count(counts[at] ?? 0)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Four places of ports, as the picture shows them. */
function swatch(pattern: string): VNode[] {
  return Array.from({ length: 36 }, (_, at) => at)
    .filter((at) => pattern[(Math.floor(at / 6) % 3) * 3 + (at % 3)] === '#')
    .map((at) => <rect key={at} x={at % 6} y={Math.floor(at / 6)} width={1} height={1} />);
}
