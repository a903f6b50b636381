import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { CommandField } from './parts/command-field.tsx';
import { Demonstration } from './parts/demonstration.tsx';
import { Footer } from './parts/footer.tsx';
import { HelpDialog } from './parts/help-dialog.tsx';
import { PortFilter } from './parts/port-filter.tsx';
import { listenToKeys, useKeys } from './state/keys.ts';
import { elsewhere, go, place } from './state/place.ts';
import { hasSingleKeys } from './state/preferences.ts';
import { VIEWS, viewAt } from './routes/views.tsx';

/** The frame around every view: where one can go, the field for everything, what keys do. */
export function App(): VNode {
  const { path } = place.value;
  const view = viewAt(path);
  const main = useRef<HTMLElement>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const isFirst = useRef(true);
  useEffect(listenToKeys, []);
  useLayoutEffect(() => {
    // Who follows a link with a screen reader or the keyboard goes on at the new view's heading.
    if (!isFirst.current) main.current?.querySelector('h1')?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path]);
  useKeys([
    { key: '?', does: 'keys', run: () => setHelpOpen(true) },
    ...VIEWS.map(({ key, name, path: href }) => ({ key, does: name, run: () => go(elsewhere(href)) })),
  ]);
  return (
    <>
      <a class="skip" href="#view">
        Skip to the view
      </a>
      <header class="bar">
        <a class="brand" href="/">
          Portolan
        </a>
        <Demonstration />
        <CommandField />
        <PortFilter />
      </header>
      <nav class="rail" aria-label="Views">
        <ul>
          {VIEWS.map(({ key, name, path: href, mark }) => (
            <li key={href}>
              <a href={elsewhere(href)} aria-current={view.path === href ? 'page' : undefined}>
                <span class="rail-mark" aria-hidden="true">
                  {mark}
                </span>
                {name}
                {hasSingleKeys.value && <kbd aria-hidden="true">{key}</kbd>}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="view" ref={main} tabIndex={-1}>
        {view.show(path)}
      </main>
      <Footer openHelp={() => setHelpOpen(true)} />
      <HelpDialog isOpen={isHelpOpen} close={() => setHelpOpen(false)} />
    </>
  );
}
