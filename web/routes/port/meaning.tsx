import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import { Stated } from '../../parts/statement.tsx';
import { elsewhere } from '../../state/place.ts';
import { shown } from '../../state/shown.ts';

/** What a sight of it means, and what else traffic on it may be. */
export function MeaningPart({ answer }: { readonly answer: Answer }): VNode | null {
  const { ifSeen, noise, pairs, amplification } = answer;
  const sights = [
    ['A listener', ifSeen.listener],
    ['A knock from outside', ifSeen.knock],
    ['A connection going out', ifSeen.outbound],
  ] as const;
  if (sights.every(([, said]) => said === undefined) && noise.length + pairs.length === 0) return null;
  return (
    <section aria-labelledby="seen-title">
      <h2 id="seen-title">If you see</h2>
      <dl class="sights">
        {sights.map(([sight, said]) =>
          said === undefined ? null : (
            <div key={sight}>
              <dt>{sight}</dt>
              <dd>
                <Stated by={said}>{shown(said.text)}</Stated>
              </dd>
            </div>
          ),
        )}
        {noise.map((one) => (
          <div key={one.pattern}>
            <dt>{shown(one.pattern)}</dt>
            <dd>
              <Stated by={one}>{shown(one.meaning)}</Stated>
            </dd>
          </div>
        ))}
        {pairs.map((pair) => (
          <div key={pair.key}>
            <dt>
              Together with <a href={elsewhere(`/port/${pair.key.replace(/-\d+/, '')}`)}>{pair.key}</a>
            </dt>
            <dd>
              <Stated by={pair}>{shown(pair.why)}</Stated>
            </dd>
          </div>
        ))}
        {amplification !== null && (
          <div>
            <dt>As an amplifier</dt>
            <dd>
              <Stated by={amplification}>
                Answers with {amplification.factor.join(' to ')} times the bytes of the question
                {amplification.command !== undefined && <>: {shown(amplification.command)}</>}
              </Stated>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
