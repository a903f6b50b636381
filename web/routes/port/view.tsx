import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import { TRANSPORTS } from '../../../src/net/transport.ts';
import type { ExplainDocument, GlanceDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { CopyAs } from '../../parts/copy-as.tsx';
import { Heading } from '../../parts/heading.tsx';
import { StateOf } from '../../parts/state-of.tsx';
import { Sources } from '../../parts/statement.tsx';
import { elsewhere } from '../../state/place.ts';
import { AdvicePart } from './advice.tsx';
import { CorrectionsPart } from './corrections.tsx';
import { HerePart } from './here.tsx';
import { HistoryPart } from './history.tsx';
import { LogsPart } from './logs.tsx';
import { MeaningPart } from './meaning.tsx';
import { NamesPart } from './names.tsx';
import { RiskPart } from './risk.tsx';
import { SourcesPart } from './sources.tsx';
import { verdictOf } from './verdict.ts';

/** Everything about one port, kept apart by where it is known from. */
export function PortView({ port, transport }: { readonly port: number; readonly transport: string }): VNode {
  const key = `${port}/${transport}`;
  const explained = useResource<ExplainDocument>(API.explain([key]));
  const glance = useResource<GlanceDocument>(API.glance);
  const here =
    glance.data?.listeners.filter((listener) => listener.port === port && listener.transport === transport) ?? null;
  return (
    <>
      <Heading title={key} />
      <nav class="beside" aria-label="The same number elsewhere">
        {TRANSPORTS.filter((other) => other !== transport).map((other) => (
          <a key={other} href={elsewhere(`/port/${port}/${other}`)}>
            {port}/{other}
          </a>
        ))}
        {port > 0 && <a href={elsewhere(`/port/${port - 1}/${transport}`)}>← {port - 1}</a>}
        {port < 65_535 && <a href={elsewhere(`/port/${port + 1}/${transport}`)}>{port + 1} →</a>}
      </nav>
      <StateOf resource={explained} what={key}>
        {({ answers: [answer] }) =>
          answer === undefined ? null : (
            <Sources.Provider value={answer.sources}>
              <p class="verdict">{verdictOf(answer, here)}</p>
              <Parts answer={answer} glance={glance} here={here} />
            </Sources.Provider>
          )
        }
      </StateOf>
      <CopyAs command={`portolan explain ${key}`} api={API.explain([key])} />
    </>
  );
}

function Parts({
  answer,
  glance,
  here,
}: {
  readonly answer: Answer;
  readonly glance: ReturnType<typeof useResource<GlanceDocument>>;
  readonly here: GlanceDocument['listeners'] | null;
}): VNode {
  return (
    <div class="dossier">
      <div>
        <CorrectionsPart answer={answer} />
        <NamesPart answer={answer} />
        <MeaningPart answer={answer} />
        <AdvicePart answer={answer} />
        <HistoryPart answer={answer} />
      </div>
      <div>
        <HerePart answer={answer} glance={glance} here={here} />
        <LogsPart port={answer.port} transport={answer.transport} />
        <RiskPart answer={answer} />
        <SourcesPart answer={answer} />
      </div>
    </div>
  );
}
