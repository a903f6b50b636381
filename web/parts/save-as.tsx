import type { VNode } from 'preact';

/** Links to pages of one file, which need neither this server nor a network: the same that the command line writes with --html. */
export function SaveAs({ pages }: { readonly pages: readonly (readonly [label: string, path: string])[] }): VNode {
  return (
    <p class="tools">
      {pages.map(([label, path]) => (
        <a key={path} href={path} download>
          {label}
        </a>
      ))}
    </p>
  );
}
