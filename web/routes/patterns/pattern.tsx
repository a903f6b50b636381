import type { VNode } from 'preact';
import { describeSign } from '../../../src/knowledge/describe-sign.ts';
import type { Sourced } from '../../../src/knowledge/dossier.ts';
import type { Pattern } from '../../../src/knowledge/pattern.ts';
import type { PatternsDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { CopyAs } from '../../parts/copy-as.tsx';
import { Heading } from '../../parts/heading.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { Empty, StateOf } from '../../parts/state-of.tsx';
import { elsewhere } from '../../state/place.ts';
import { shown } from '../../state/shown.ts';

/** One pattern: the rule behind findings of it. */
export function PatternView({ id }: { readonly id: string }): VNode {
  const patterns = useResource<PatternsDocument>(API.patterns);
  const pattern = patterns.data?.patterns.find((one) => one.id === id);
  return (
    <>
      <Heading title={pattern?.title ?? id} />
      <p>
        <a href={elsewhere('/patterns')}>All patterns</a>
      </p>
      <StateOf resource={patterns} what="the pattern">
        {() =>
          pattern === undefined ? (
            <Empty command="portolan knowledge patterns">No pattern is called {shown(id)}. All of them:</Empty>
          ) : (
            <Parts pattern={pattern} />
          )
        }
      </StateOf>
      <CopyAs command={`portolan knowledge patterns ${id}`} api={API.patterns} />
    </>
  );
}

function Parts({ pattern }: { readonly pattern: Pattern }): VNode {
  const { kind, severity, aliases, meaning, signs, innocent, advice, attack, revised } = pattern;
  return (
    <>
      <p>
        <SeverityBadge severity={severity} /> <span class="quiet">{kind}</span>
        {aliases.length > 0 && <span class="quiet">, also {shown(aliases.join(', '))}</span>}
      </p>
      <p class="lead">
        {shown(meaning.text)} <From by={meaning} />
      </p>
      <h2>Signs</h2>
      <p class="quiet">Any one of them shows it. A number alone is never a sign of malice.</p>
      <ul>
        {signs.map((sign) => (
          <li key={describeSign(sign)}>{shown(describeSign(sign))}</li>
        ))}
      </ul>
      <h2>It could be innocent</h2>
      {innocent.length === 0 && <p>Nothing that looks so is known to be harmless.</p>}
      <ul>
        {innocent.map((one) => (
          <li key={one.text}>
            {shown(one.text)} To tell: {shown(one.tell)} <From by={one} />
          </li>
        ))}
      </ul>
      {advice.length > 0 && <h2>What to do</h2>}
      <ul>
        {advice.map((one) => (
          <li key={one.do}>
            {shown(one.do)} <From by={one} />
          </li>
        ))}
      </ul>
      <p class="quiet">
        {attack.length > 0 && `MITRE ATT&CK ${attack.join(', ')}; `}rule <code>{shown(pattern.id)}</code>, looked over
        on {revised}
      </p>
    </>
  );
}

function From({ by: { sources, confidence } }: { readonly by: Sourced }): VNode {
  return (
    <span class="quiet">
      [{shown(sources.join(', '))}; {confidence}]
    </span>
  );
}
