import type { VNode } from 'preact';
import { announcement } from '../state/announce.ts';
import { keyName, validKeys } from '../state/keys.ts';
import { hasSingleKeys } from '../state/preferences.ts';

/** The line at the bottom: what just happened, and which keys do something here. */
export function Footer({ openHelp }: { readonly openHelp: () => void }): VNode {
  return (
    <footer class="valid-keys">
      <p class="announcement" role="status" aria-live="polite">
        {announcement.value}
      </p>
      {hasSingleKeys.value && (
        <p aria-hidden="true">
          {validKeys.value.map((action) => (
            <span key={action.key}>
              <kbd>{keyName(action)}</kbd> {action.does}
            </span>
          ))}
        </p>
      )}
      <a href="/docs/">Docs</a>
      <button type="button" onClick={openHelp}>
        Keys
      </button>
    </footer>
  );
}
