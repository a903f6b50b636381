import type { VNode } from 'preact';
import { shown } from '../state/shown.ts';
import { copy } from './copy-as.tsx';

/** A line for a terminal, or several for a file, with a button that copies it. */
export function Command({ text, label }: { readonly text: string; readonly label?: string }): VNode {
  return (
    <div class="command">
      {label !== undefined && <span class="quiet">{label} </span>}
      <code>{text.split('\n').map(shown).join('\n')}</code>
      <button type="button" aria-label={`Copy: ${shown(text)}`} onClick={() => void copy(text, 'The command')}>
        Copy
      </button>
    </div>
  );
}
