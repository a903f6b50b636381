import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import type { Use } from '../../../src/knowledge/dossier.ts';
import { Mark, Stated } from '../../parts/statement.tsx';
import { shown } from '../../state/shown.ts';

/** What it is registered for and what it is used for: two things, kept apart. */
export function NamesPart({ answer }: { readonly answer: Answer }): VNode {
  const { registry, summary, uses, differsFromRegistry, local, localNames } = answer;
  const today = uses.filter(({ kind }) => kind !== 'historic');
  return (
    <>
      {summary !== null && (
        <p class="lead">
          <Stated by={summary}>{shown(summary.text)}</Stated>
        </p>
      )}
      {local !== null && (
        <section aria-labelledby="own-title">
          <h2 id="own-title">Your own note</h2>
          <p>
            <strong>{shown(local.label ?? '')}</strong> {shown(local.note ?? '')}
            {local.owner !== undefined && <> Owner: {shown(local.owner)}.</>}
            {local.exposure !== undefined && <> Expected reach: {local.exposure}.</>}{' '}
            <span class="quiet">{shown(local.files.join(', '))}</span>
          </p>
        </section>
      )}
      <section aria-labelledby="registered-title">
        <h2 id="registered-title">Registered for</h2>
        {registry.records.length === 0 && (
          <p>
            Nothing: IANA's registry has it as {registry.status}. <Mark sources={['iana']} confidence="registry" />
          </p>
        )}
        <ul>
          {registry.records.map((record) => (
            <li key={record.name}>
              <strong>{shown(record.name ?? 'no name')}</strong> {shown(record.description ?? '')}{' '}
              <Mark sources={['iana']} confidence="registry" />
            </li>
          ))}
        </ul>
        <p class="quiet">
          {answer.class} port. Registry of {registry.updated}. A registered name says nothing about what runs.
        </p>
        {localNames.map(({ file, name }) => (
          <p key={file}>
            {shown(file)} calls it {shown(name)}.
          </p>
        ))}
      </section>
      <section aria-labelledby="used-title">
        <h2 id="used-title">Commonly used for</h2>
        {today.length === 0 && <p>Nothing is on record.</p>}
        {differsFromRegistry !== null && (
          <p>
            <Stated by={differsFromRegistry}>{shown(differsFromRegistry.text)}</Stated>
          </p>
        )}
        <ul>
          {today.map((use) => (
            <UseLine key={use.name} use={use} />
          ))}
        </ul>
      </section>
    </>
  );
}

export function UseLine({ use }: { readonly use: Use }): VNode {
  return (
    <li>
      <Stated by={use}>
        <strong>{shown(use.name)}</strong> <span class="quiet">{use.kind.replace('-', ' ')}</span>
        {use.processes !== undefined && <> by {shown(use.processes.join(', '))}</>}
        {use.note !== undefined && <>. {shown(use.note)}</>}
      </Stated>
    </li>
  );
}
