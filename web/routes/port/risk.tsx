import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import type { RiskLevel } from '../../../src/knowledge/dossier.ts';
import { Stated } from '../../parts/statement.tsx';
import { shown } from '../../state/shown.ts';
import { RISK_WORDS } from './words.ts';

/** How bad an open port is, by who can reach it: one number for all would lie. */
export function RiskPart({ answer: { risk } }: { readonly answer: Answer }): VNode {
  return (
    <section class="panel" aria-labelledby="risk-title">
      <h2 id="risk-title">Risk when open to</h2>
      {risk === null ? (
        <p>No judgement is on record.</p>
      ) : (
        <>
          <table class="risk">
            <tbody>
              <Level who="the Internet" level={risk.internet} />
              <Level who="the local network" level={risk.lan} />
              <Level who="this host only" level={risk.loopback} />
            </tbody>
          </table>
          <p>
            <Stated by={risk}>{shown(risk.why)}</Stated>
          </p>
        </>
      )}
    </section>
  );
}

function Level({ who, level }: { readonly who: string; readonly level: RiskLevel }): VNode {
  return (
    <tr>
      <th scope="row">{who}</th>
      <td>
        <span class={`meter of-level-${level}`} aria-hidden="true">
          {'■'.repeat(level)}
          {'□'.repeat(4 - level)}
        </span>{' '}
        {level} of 4, {RISK_WORDS[level]}
      </td>
    </tr>
  );
}
