import type { VNode } from 'preact';
import { VIEWS } from '../routes/views.tsx';
import { announcement } from '../state/announce.ts';
import { type KeyAction, keyName, validKeys } from '../state/keys.ts';
import { hasSingleKeys } from '../state/preferences.ts';

/** The keys of the views stand beside their names, and would leave no room here for those of the view. */
const isNotInRail = (action: KeyAction): boolean => VIEWS.every(({ key }) => key !== action.key);

/** The line at the bottom: what just happened, and which keys do something here. */
export function Footer({ openHelp }: { readonly openHelp: () => void }): VNode {
  return (
    <footer class="valid-keys">
      <p class="announcement" role="status" aria-live="polite">
        {announcement.value}
      </p>
      {hasSingleKeys.value && (
        <p aria-hidden="true">
          {validKeys.value.filter(isNotInRail).map((action) => (
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
