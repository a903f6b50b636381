import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import type { GlanceDocument } from '../../api/documents.ts';
import type { Resource } from '../../api/resource.ts';
import { ExposureWord } from '../../parts/exposure.tsx';
import { FindingText } from '../../parts/finding-text.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { shown } from '../../state/shown.ts';

/** Who holds it on this machine now. */
export function HerePart({
  answer,
  glance,
  here,
}: {
  readonly answer: Answer;
  readonly glance: Resource<GlanceDocument>;
  readonly here: GlanceDocument['listeners'] | null;
}): VNode {
  return (
    <section class="panel" aria-labelledby="here-title">
      <h2 id="here-title">On this host now</h2>
      <StateOf resource={glance} what="this machine">
        {({ host, gaps }) => (
          <>
            {(here ?? []).length === 0 && (
              <p>
                Nothing on {shown(host)} listens on {answer.port}/{answer.transport}.
              </p>
            )}
            {here?.map((listener) => (
              <div key={listener.addresses.join()}>
                <p>
                  <ExposureWord exposure={listener.exposure} />: {shown(listener.exposureReason)} (
                  {shown(listener.addresses.join(', '))})
                </p>
                {listener.processes.map((process) => (
                  <p key={process.pid}>
                    <strong>{shown(process.name)}</strong> <span class="quiet">pid {process.pid}</span>{' '}
                    {process.user !== null && <>as {shown(process.user)} </>}
                    {process.unit !== null && <span class="quiet">{shown(process.unit)}</span>}
                    <br />
                    <code>{shown(process.command ?? '')}</code>
                  </p>
                ))}
                {listener.processes.length === 0 && <p>Its owner is not visible to this user.</p>}
                {listener.findings.map((finding) => (
                  <FindingText key={finding.id} finding={finding} />
                ))}
              </div>
            ))}
            {gaps.map((gap) => (
              <p key={gap} class="quiet">
                {shown(gap)}
              </p>
            ))}
          </>
        )}
      </StateOf>
    </section>
  );
}
