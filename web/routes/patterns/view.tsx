import { useMemo } from 'preact/hooks';
import type { VNode } from 'preact';
import type { Pattern } from '../../../src/knowledge/pattern.ts';
import type { PatternsDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { Choices } from '../../parts/choices.tsx';
import { CopyAs } from '../../parts/copy-as.tsx';
import { FilterField } from '../../parts/filter-field.tsx';
import { Heading } from '../../parts/heading.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { Empty, StateOf } from '../../parts/state-of.tsx';
import { elsewhere, place } from '../../state/place.ts';
import { plural, shown } from '../../state/shown.ts';

const KINDS = [
  { id: 'all', name: 'All' },
  { id: 'attack', name: 'Attacks' },
  { id: 'harmless', name: 'Harmless' },
] as const;

/** What can be recognised in traffic: attacks, and what only looks so. */
export function PatternsView(): VNode {
  const patterns = useResource<PatternsDocument>(API.patterns);
  return (
    <>
      <Heading title="Patterns of traffic" />
      <p>
        What Portolan recognises in logs and captures. Each says by which signs, what else it could be, what to do, and
        where that is from.
      </p>
      <StateOf resource={patterns} what="the patterns">
        {(data) => <List patterns={data.patterns} />}
      </StateOf>
      <CopyAs command="portolan knowledge patterns" api={API.patterns} />
    </>
  );
}

function List({ patterns }: { readonly patterns: readonly Pattern[] }): VNode {
  const { query } = place.value;
  const kind = query.get('kind') ?? 'all';
  const words = (query.get('q') ?? '').toLowerCase();
  const listed = useMemo(
    () =>
      patterns.filter(
        (pattern) =>
          (kind === 'all' || (pattern.kind === 'harmless') === (kind === 'harmless')) &&
          [pattern.id, pattern.title, pattern.kind, ...pattern.aliases, pattern.meaning.text]
            .join(' ')
            .toLowerCase()
            .includes(words),
      ),
    [patterns, kind, words],
  );
  return (
    <>
      <div class="tools">
        <Choices name="Show" parameter="kind" current={kind} choices={KINDS} first="all" />
        <FilterField label="Filter" placeholder="name or word" />
        <span class="quiet">
          {plural(listed.length, 'pattern')} of {patterns.length}
        </span>
      </div>
      {listed.length === 0 && <Empty command="portolan knowledge patterns">No pattern is like that.</Empty>}
      <ul class="patterns">
        {listed.map(({ id, title, kind: own, severity, meaning }) => (
          <li key={id}>
            <p>
              <a href={elsewhere(`/patterns/${id}`)}>{shown(title)}</a> <SeverityBadge severity={severity} />{' '}
              <span class="quiet">{own}</span>
            </p>
            <p>{shown(meaning.text)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
