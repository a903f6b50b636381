import { useEffect, useId, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { place, setQuery } from '../state/place.ts';

/** Milliseconds of not typing before the words go into the address. */
const PAUSE = 150;

/** Words that a view is narrowed to: `q` of the address. */
export function FilterField({ label, placeholder }: { readonly label: string; readonly placeholder: string }): VNode {
  const current = place.value.query.get('q') ?? '';
  const [typed, setTyped] = useState(current);
  const id = useId();
  useEffect(() => {
    setTyped(current);
  }, [current]);
  useEffect(() => {
    if (typed === current) return;
    const timer = setTimeout(() => {
      setQuery({ q: typed === '' ? null : typed }, { replace: true });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [typed]);
  return (
    <span class="filter-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="search"
        value={typed}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
        }}
      />
    </span>
  );
}
