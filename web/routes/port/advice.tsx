import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import { Command } from '../../parts/command.tsx';
import { Stated } from '../../parts/statement.tsx';
import { shown } from '../../state/shown.ts';
import { AUDIENCES } from './words.ts';

/** What to do, with lines to paste. */
export function AdvicePart({
  answer: { advice, secureAlternatives, cleartext },
}: {
  readonly answer: Answer;
}): VNode | null {
  if (advice.length === 0 && cleartext !== true) return null;
  return (
    <section aria-labelledby="advice-title">
      <h2 id="advice-title">What to do</h2>
      {cleartext === true && (
        <p>
          It is clear text: whoever is on the way reads it.
          {secureAlternatives.length > 0 && <> Use instead: {shown(secureAlternatives.join(', '))}.</>}
        </p>
      )}
      <ul class="advice">
        {advice.map((one) => (
          <li key={one.do}>
            <p>
              <span class="quiet">{AUDIENCES[one.audience]}:</span> <Stated by={one}>{shown(one.do)}</Stated>
            </p>
            {Object.entries(one.commands ?? {}).map(([tool, line]) => (
              <Command key={tool} label={tool} text={line} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
