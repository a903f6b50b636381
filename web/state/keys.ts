import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { hasSingleKeys } from './preferences.ts';

/** What a key does in the view that is open. */
export interface KeyAction {
  /** As `KeyboardEvent.key` has it: `j`, `Enter`, `Escape`, ` `. */
  readonly key: string;
  /** What it does, two or three words; empty where another key says it for both. */
  readonly does: string;
  /** How it is shown: `0-9` on the first of ten keys. */
  readonly shownAs?: string;
  readonly run: (event: KeyboardEvent) => void;
}

/** Keys that are valid now, for the line at the bottom; the view's own last. */
export const validKeys = signal<readonly KeyAction[]>([]);

const layers: { actions: readonly KeyAction[] }[] = [];

/** Makes keys do something while a view or a part of it is shown. */
export function useKeys(actions: readonly KeyAction[]): void {
  const layer = useRef({ actions });
  layer.current.actions = actions;
  // Before the view is painted: whoever sees it may type at once.
  useLayoutEffect(() => {
    const own = layer.current;
    layers.push(own);
    return () => {
      layers.splice(layers.indexOf(own), 1);
      tell();
    };
  }, []);
  useLayoutEffect(tell);
}

/** The keyboard of the whole page. Keys typed into a field, and keys that the browser wants, are left alone. */
export function listenToKeys(): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || !hasSingleKeys.value || document.querySelector('dialog[open]') !== null) return;
    // On a button or a link these two keys are its own.
    if ((event.key === 'Enter' || event.key === ' ') && isControl(event.target)) return;
    for (const { actions } of layers.toReversed()) {
      const action = actions.find(({ key }) => key === event.key);
      if (action === undefined) continue;
      event.preventDefault();
      action.run(event);
      return;
    }
  };
  addEventListener('keydown', listener);
  return () => {
    removeEventListener('keydown', listener);
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input:not([type=checkbox]),textarea,select,[contenteditable]') !== null
  );
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a,button,summary,[role=option]') !== null;
}

function tell(): void {
  const next = layers.flatMap(({ actions }) => actions).filter(({ does }) => does !== '');
  const same =
    next.length === validKeys.value.length &&
    next.every(({ key, does }, at) => {
      const now = validKeys.value[at];
      return now?.key === key && now.does === does;
    });
  if (!same) validKeys.value = next;
}

/** A key as people read it. */
export function keyName({ key, shownAs }: Pick<KeyAction, 'key' | 'shownAs'>): string {
  if (shownAs !== undefined) return shownAs;
  return { ' ': 'Space', ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' }[key] ?? key;
}
