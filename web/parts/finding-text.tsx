import type { VNode } from 'preact';
import type { Finding } from '../../src/findings/finding.ts';
import { shown } from '../state/shown.ts';
import { SeverityBadge } from './severity.tsx';

/** A finding in full: how bad, what, why it matters, what to do. */
export function FindingText({ finding }: { readonly finding: Finding }): VNode {
  const { severity, title, meaning, advice } = finding;
  // Some titles end with the whole meaning, which nobody wants to read twice.
  const says = title.includes(meaning.slice(0, 40)) ? title.slice(0, title.indexOf(meaning.slice(0, 40))) : title;
  return (
    <div class={`finding-text of-${severity}`}>
      <p>
        <SeverityBadge severity={severity} /> <strong>{shown(says.replace(/: $/, '') || title)}</strong>
      </p>
      <p>{shown(meaning)}</p>
      {advice.length > 0 && (
        <ul>
          {advice.map((line) => (
            <li key={line}>{shown(line)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
