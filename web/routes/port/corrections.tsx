import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import { Stated } from '../../parts/statement.tsx';
import { shown } from '../../state/shown.ts';

/** Where lists that people copy are wrong: what they say, and what is right, side by side. */
export function CorrectionsPart({ answer: { corrections } }: { readonly answer: Answer }): VNode | null {
  if (corrections.length === 0) return null;
  return (
    <section class="corrections" aria-labelledby="corrections-title">
      <h2 id="corrections-title">Often said wrongly</h2>
      <dl>
        {corrections.map((one) => (
          <div key={one.said}>
            <dt>
              <span aria-hidden="true">✗ </span>
              {shown(one.said)}
            </dt>
            <dd>
              <span aria-hidden="true">✓ </span>
              <Stated by={one}>{shown(one.fact)}</Stated>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
