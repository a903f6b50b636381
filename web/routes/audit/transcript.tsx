import type { VNode } from 'preact';
import type { TranscriptLine } from '../../api/documents.ts';
import { plural, shown } from '../../state/shown.ts';

const SAYS = { '>': 'sent', '<': 'received', '*': 'note' } as const;

/** What was said on the wire, line by line: the evidence of a check. */
export function Transcript({ lines }: { readonly lines: readonly TranscriptLine[] }): VNode | null {
  if (lines.length === 0) return null;
  return (
    <details class="transcript">
      <summary>What was said, {plural(lines.length, 'line')}</summary>
      <ol class="raw">
        {lines.map(({ at, direction, text }, place) => (
          <li key={place}>
            <span class="quiet">{Math.round(at)} ms</span> <span aria-hidden="true">{direction}</span>
            <span class="hidden">{SAYS[direction]}:</span> {shown(text)}
          </li>
        ))}
      </ol>
    </details>
  );
}
