import { useEffect } from 'preact/hooks';
import type { ComponentChildren, VNode } from 'preact';
import { shown } from '../state/shown.ts';

/** The heading of a view, which is its name in the browser's tab too. It takes the focus when the view is opened. */
export function Heading({ title, children }: { readonly title: string; readonly children?: ComponentChildren }): VNode {
  useEffect(() => {
    document.title = `${shown(title)} · Portolan`;
  }, [title]);
  return (
    <h1 tabIndex={-1}>
      {shown(title)}
      {children}
    </h1>
  );
}
