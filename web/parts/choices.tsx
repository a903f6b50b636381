import type { VNode } from 'preact';
import { setQuery } from '../state/place.ts';

/** One of a few, as buttons of which one is pressed. */
export function Choices({
  name,
  parameter,
  current,
  choices,
  first,
  resets = [],
}: {
  readonly name: string;
  readonly parameter: string;
  readonly current: string;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  /** What holds where the address says nothing. */
  readonly first: string;
  /** Parameters that have no meaning with another choice. */
  readonly resets?: readonly string[];
}): VNode {
  return (
    <div class="choices" role="group" aria-label={name}>
      <span class="quiet">{name}</span>
      {choices.map(({ id, name: label }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === current}
          onClick={() => {
            setQuery({
              ...Object.fromEntries(resets.map((one) => [one, null])),
              [parameter]: id === first ? null : id,
            });
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
