import { useEffect, useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import { keyName, validKeys } from '../state/keys.ts';
import { hasSingleKeys, setSingleKeys } from '../state/preferences.ts';

/** All keys that do something now, and the switch that turns single keys off. */
export function HelpDialog({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={close}>
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        <div>
          <dt>
            <kbd>Ctrl</kbd> <kbd>K</kbd>
          </dt>
          <dd>find a port, a name, an address or a word; always on</dd>
        </div>
        {validKeys.value.map((action) => (
          <div key={action.key}>
            <dt>
              <kbd>{keyName(action)}</kbd>
            </dt>
            <dd>{action.does}</dd>
          </div>
        ))}
      </dl>
      <p>
        <label>
          <input
            type="checkbox"
            checked={hasSingleKeys.value}
            onChange={({ currentTarget }) => {
              setSingleKeys(currentTarget.checked);
            }}
          />{' '}
          Single keys do something
        </label>
      </p>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
