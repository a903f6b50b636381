import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import type { Era } from '../../../src/knowledge/dossier.ts';
import { Mark, Stated } from '../../parts/statement.tsx';
import { shown } from '../../state/shown.ts';
import { UseLine } from './names.tsx';

/** What used it once, and programs on record. History, never a finding. */
export function HistoryPart({ answer: { uses, malware, vulnerabilities } }: { readonly answer: Answer }): VNode | null {
  const historic = uses.filter(({ kind }) => kind === 'historic');
  if (historic.length + malware.length + vulnerabilities.length === 0) return null;
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">Historic</h2>
      {historic.length > 0 && (
        <ul>
          {historic.map((use) => (
            <UseLine key={use.name} use={use} />
          ))}
        </ul>
      )}
      {malware.length > 0 && (
        <>
          <h3>Programs on record for the number</h3>
          <p class="quiet">A number alone proves nothing: none of these is a finding.</p>
          <ul>
            {malware.map((program) => (
              <li key={program.name}>
                <strong>{shown(program.name)}</strong>{' '}
                <span class="quiet">
                  {program.kind.replace('-', ' ')}, {eraOf(program.era)}, {program.direction.replace('-', ' ')}
                </span>{' '}
                {shown(program.summary)} {shown(program.note ?? '')}
                {program.notToBeConfusedWith !== null && <> Not: {shown(program.notToBeConfusedWith)}.</>}{' '}
                <Mark sources={program.sources} confidence={program.confidence} />
              </li>
            ))}
          </ul>
        </>
      )}
      {vulnerabilities.length > 0 && (
        <>
          <h3>Known holes</h3>
          <ul>
            {vulnerabilities.map((one) => (
              <li key={one.id}>
                <Stated by={one}>
                  <strong>{shown(one.id)}</strong> {shown(one.note)} {one.exploited && <em>Exploited in the wild.</em>}
                </Stated>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function eraOf(era: Era | null): string {
  if (era === null) return 'era not known';
  if (era.to === undefined) return `since ${era.from ?? 'ever'}`;
  return era.from === undefined ? `until ${era.to}` : era.from === era.to ? `${era.from}` : `${era.from} to ${era.to}`;
}
