import { useMemo } from 'preact/hooks';
import type { VNode } from 'preact';
import type { Claim } from '../../../src/knowledge/claim.ts';
import type { ClaimsDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { Command } from '../../parts/command.tsx';
import { Choices } from '../../parts/choices.tsx';
import { CopyAs } from '../../parts/copy-as.tsx';
import { FilterField } from '../../parts/filter-field.tsx';
import { Heading } from '../../parts/heading.tsx';
import { Empty, StateOf } from '../../parts/state-of.tsx';
import { place } from '../../state/place.ts';
import { plural, shown } from '../../state/shown.ts';
import { groupOf, GROUPS } from './groups.ts';

/** What the documents about ports said that this grew out of, each claim checked. */
export function ClaimsView(): VNode {
  const claims = useResource<ClaimsDocument>(API.claims);
  return (
    <>
      <Heading title="Claims, checked" />
      <p>
        Two documents about ports were the beginning. Each of their claims was looked up: what is right stays, what is
        wrong is said beside what is right.
      </p>
      <StateOf resource={claims} what="the claims">
        {(data) => <Claims claims={data.claims} />}
      </StateOf>
      <CopyAs command="portolan knowledge claims" api={API.claims} />
    </>
  );
}

function Claims({ claims }: { readonly claims: readonly Claim[] }): VNode {
  const { query } = place.value;
  const group = query.get('kind') ?? 'corrected';
  const words = (query.get('q') ?? '').toLowerCase();
  const listed = useMemo(
    () =>
      claims.filter(
        ({ id, claim, fact, verdict }) =>
          (group === 'all' || groupOf(verdict) === group) && `${id} ${claim} ${fact}`.toLowerCase().includes(words),
      ),
    [claims, group, words],
  );
  return (
    <>
      <div class="tools">
        <Choices name="Show" parameter="kind" current={group} choices={GROUPS} first="corrected" />
        <FilterField label="Filter" placeholder="port or word" />
        <span class="quiet">
          {plural(listed.length, 'claim')} of {claims.length}
        </span>
      </div>
      {listed.length === 0 && <Empty command="portolan knowledge claims">No claim is like that.</Empty>}
      <ul class="claims">
        {listed.map((one) => (
          <li key={one.id} id={one.id}>
            <p class="quiet">
              {one.id}
              {one.alsoKnownAs.length > 0 && `, ${one.alsoKnownAs.join(', ')}`} ·{' '}
              <strong>{one.verdict.replace('-', ', ')}</strong>
            </p>
            <p>
              <span aria-hidden="true">{groupOf(one.verdict) === 'corrected' ? '✗ ' : '“ '}</span>
              {shown(one.claim)}
            </p>
            <p>
              <span aria-hidden="true">✓ </span>
              <strong>{shown(one.fact)}</strong>{' '}
              <span class="quiet">
                [{shown(one.sources.join(', '))}; {one.confidence}]
              </span>
            </p>
            <Command text={`portolan ${one.shownBy}`} />
          </li>
        ))}
      </ul>
    </>
  );
}
