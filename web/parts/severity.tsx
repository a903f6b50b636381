import type { VNode } from 'preact';
import type { Severity } from '../../src/findings/finding.ts';

/** How bad it is, as a word on a colour. */
export function SeverityBadge({ severity }: { readonly severity: Severity }): VNode {
  return <span class={`badge is-${severity}`}>{severity}</span>;
}
