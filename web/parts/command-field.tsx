import { useEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { askThen } from '../api/client.ts';
import type { SearchDocument } from '../api/documents.ts';
import { API } from '../api/paths.ts';
import { useKeys } from '../state/keys.ts';
import { elsewhere, go } from '../state/place.ts';
import { readTypedWord } from '../state/typed-word.ts';
import { shown } from '../state/shown.ts';
import { choicesOf, type Choice } from './command-choices.ts';

const WAIT = 120;

/** What a search came to, and for which words. */
const NOTHING_FOUND: { readonly words: string; readonly hits: SearchDocument['hits'] } = { words: '', hits: [] };

/** One field for everything: a port, a name, an address, a word. / and Ctrl+K lead here. */
export function CommandField(): VNode {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState(NOTHING_FOUND);
  /** Enter was pressed before the search answered: the first answer is meant. */
  const isHurried = useRef(false);
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const word = readTypedWord(typed);
  const isFound = word.kind !== 'words' || found.words === word.words;
  const choices = isOpen ? choicesOf(word, isFound ? found.hits : []) : [];
  const active = choices[Math.min(at, choices.length - 1)];
  useKeys([{ key: '/', does: 'find', run: () => input.current?.focus() }]);
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', listener);
    return () => {
      removeEventListener('keydown', listener);
    };
  }, []);
  useEffect(() => {
    isHurried.current = false;
    if (word.kind !== 'words') return;
    const { words } = word;
    const answered = (hits: SearchDocument['hits']): void => {
      setFound({ words, hits });
      const first = choicesOf(word, hits)[0];
      if (isHurried.current && first !== undefined) choose(first);
    };
    const aborting = new AbortController();
    const timer = setTimeout(() => {
      askThen<SearchDocument>(
        API.search(words, 8),
        { signal: aborting.signal },
        ({ hits }) => answered(hits),
        () => answered([]),
      );
    }, WAIT);
    return () => {
      clearTimeout(timer);
      aborting.abort();
    };
  }, [typed]);
  const choose = (choice: Choice): void => {
    setOpen(false);
    setTyped('');
    setAt(0);
    input.current?.blur();
    go(elsewhere(choice.path, choice.query));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      setOpen(false);
      input.current?.blur();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (choices.length > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (!isFound && at === 0) isHurried.current = true;
      else if (active !== undefined) choose(active);
    }
  };
  return (
    <div class="command-field" role="search">
      <label for="command" class="hidden">
        Find a port, a name, an address or a word
      </label>
      <input
        id="command"
        ref={input}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls="choices"
        aria-autocomplete="list"
        aria-activedescendant={active === undefined ? undefined : `choice-${choices.indexOf(active)}`}
        placeholder="443, redis, 10.0.0.5, remote desk"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setOpen(true);
          setAt(0);
        }}
        onFocus={() => {
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
        }}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
      <ul id="choices" role="listbox" aria-label="What it may be" hidden={choices.length === 0}>
        {choices.map((choice, place) => (
          <li
            key={choice.name + choice.path}
            id={`choice-${place}`}
            role="option"
            aria-selected={choice === active}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            <strong>{shown(choice.name)}</strong> <span class="quiet">{shown(choice.why)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
