import { useEffect, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { announce } from '../state/announce.ts';
import { place, setQuery } from '../state/place.ts';
import { readPortFilter, writePortFilter } from '../state/port-filter.ts';

/** The ports that every view is narrowed to: typed here, or brushed on the atlas. */
export function PortFilter(): VNode {
  const current = place.value.query.get('ports') ?? '';
  const [typed, setTyped] = useState(current);
  const [isWrong, setWrong] = useState(false);
  useEffect(() => {
    setTyped(current);
    setWrong(false);
  }, [current]);
  const apply = (event: Event): void => {
    event.preventDefault();
    const ranges = readPortFilter(typed);
    if (typed.trim() !== '' && ranges === null) {
      setWrong(true);
      return;
    }
    setQuery({ ports: ranges === null ? null : writePortFilter(ranges) });
    announce(ranges === null ? 'All ports are shown.' : `Every view is narrowed to ports ${writePortFilter(ranges)}.`);
  };
  return (
    <form class="port-filter" onSubmit={apply}>
      <label for="ports">Ports</label>
      <input
        id="ports"
        value={typed}
        placeholder="all"
        inputMode="text"
        autocomplete="off"
        spellcheck={false}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'ports-wrong' : undefined}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
        }}
      />
      <button type="submit">Narrow</button>
      {current !== '' && (
        <button
          type="button"
          onClick={() => {
            setQuery({ ports: null });
            announce('All ports are shown.');
          }}
        >
          All ports
        </button>
      )}
      {isWrong && (
        <span id="ports-wrong" class="wrong" role="alert">
          Write ports from 0 to 65535, such as 22,1000-2000
        </span>
      )}
    </form>
  );
}
