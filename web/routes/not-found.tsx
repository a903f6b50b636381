import type { VNode } from 'preact';
import { Heading } from '../parts/heading.tsx';
import { shown } from '../state/shown.ts';

export function NotFound({ path }: { readonly path: string }): VNode {
  return (
    <>
      <Heading title="Nothing lies here" />
      <p>
        The page has no view at <code>{shown(path)}</code>. Ports lie at /port/443/tcp, from 0 to 65535.
      </p>
      <p>
        <a href="/">To the atlas</a>
      </p>
    </>
  );
}
