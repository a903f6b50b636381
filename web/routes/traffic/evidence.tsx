import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { EvidenceDocument, EvidenceLine } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { StateOf } from '../../parts/state-of.tsx';
import { plural, shown } from '../../state/shown.ts';
import { hexLines } from './hex.ts';

/** The lines or packets that a finding rests on, byte for byte. */
export function EvidenceLines({ id, finding }: { readonly id: string; readonly finding: number }): VNode {
  const path = API.evidence(id, finding);
  const evidence = useResource<EvidenceDocument>(path);
  const [asBytes, setAsBytes] = useState(false);
  return (
    <section class="evidence" aria-labelledby="evidence-title">
      <h3 id="evidence-title">Evidence</h3>
      <StateOf resource={evidence} what="the evidence">
        {({ lines }) => (
          <>
            <p class="quiet">
              {plural(lines.length, 'record')} as they were read: the first, a sample, the last. What cannot be seen is
              spelled out, \x1b for the escape character.{' '}
              <button type="button" aria-pressed={asBytes} onClick={() => setAsBytes(!asBytes)}>
                As bytes
              </button>
            </p>
            <ol class="evidence-lines">
              {lines.map((line) => (
                <li key={line.place}>
                  <span class="quiet">{shown(line.place)}</span>
                  {line.base64 !== null && line.text !== '' && !asBytes && (
                    <span class="quiet"> not all of it is UTF-8: {'\ufffd'} stands for bytes that are none</span>
                  )}
                  <pre class="raw">{asBytes || line.text === '' ? bytesText(line) : shown(line.text)}</pre>
                </li>
              ))}
            </ol>
          </>
        )}
      </StateOf>
    </section>
  );
}

function bytesText({ text, base64 }: EvidenceLine): string {
  const bytes =
    base64 === null
      ? new TextEncoder().encode(text)
      : Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return hexLines(bytes).join('\n');
}
