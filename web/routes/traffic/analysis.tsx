import type { VNode } from 'preact';
import type { AnalysisDocument, TrafficReport } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { CopyAs } from '../../parts/copy-as.tsx';
import { Heading } from '../../parts/heading.tsx';
import { SaveAs } from '../../parts/save-as.tsx';
import { Failure } from '../../parts/state-of.tsx';
import { elsewhere, place } from '../../state/place.ts';
import { byteText, clock, count, plural, shown } from '../../state/shown.ts';
import { Inbox } from './inbox.tsx';
import { commandOf, narrowedQuery } from './narrowed.ts';
import { NoiseBudget } from './noise.tsx';
import { useAnalysis } from './poll.ts';
import { TimeLine } from './time-line.tsx';

/** What one log shows: how much of it is noise, when it happened, and what to look at. */
export function AnalysisView({ id }: { readonly id: string }): VNode {
  const { analysis, error, cancel } = useAnalysis(id);
  const name = analysis?.name ?? 'Traffic';
  const { query } = place.value;
  const asked = narrowedQuery(query);
  return (
    <>
      <Heading title={name} />
      <p>
        <a href={elsewhere('/traffic')}>All logs</a>
      </p>
      {error !== null && <Failure error={error} what="this log" />}
      {analysis !== null && <Progress analysis={analysis} cancel={cancel} />}
      {analysis?.report !== null && analysis?.report !== undefined && (
        <Report id={id} name={name} report={analysis.report} isDone={analysis.state === 'done'} />
      )}
      <CopyAs
        command={commandOf(name, query)}
        api={asked.size === 0 ? API.analysis(id) : API.timeline(id, asked.toString())}
      />
    </>
  );
}

function Progress({
  analysis,
  cancel,
}: {
  readonly analysis: AnalysisDocument;
  readonly cancel: () => void;
}): VNode | null {
  const { state, bytes, size, events } = analysis;
  if (state === 'done') return null;
  if (state === 'failed') {
    return (
      <div class="notice" role="alert">
        <strong>It could not be read to its end.</strong> {shown(analysis.error ?? '')}
      </div>
    );
  }
  if (state === 'cancelled') {
    return (
      <p class="notice" role="status">
        Cancelled after {byteText(bytes)}. What was found until then is below; it is not all.
      </p>
    );
  }
  return (
    <p class="notice">
      <progress max={size ?? 1} {...(size === null ? {} : { value: bytes })} aria-label="Reading" /> {byteText(bytes)}
      {size !== null && <> of {byteText(size)}</>}, {plural(events, 'event')}. What is below is what was found so far.{' '}
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    </p>
  );
}

function Report({
  id,
  name,
  report,
  isDone,
}: {
  readonly id: string;
  readonly name: string;
  readonly report: TrafficReport;
  readonly isDone: boolean;
}): VNode {
  const { summary, findings } = report;
  return (
    <>
      <p class="verdict">
        {plural(summary.events, 'event')} from {clock(summary.first)} to {clock(summary.last)}, UTC.{' '}
        {findings.length === 0 ? 'Nothing in them asks for a look.' : `${plural(findings.length, 'finding')}.`}
      </p>
      {summary.inputs.map((input) => (
        <p key={input.name} class="quiet">
          {shown(input.name)}: read as {shown(input.format ?? 'nothing known')}, {plural(input.records, 'record')}
          {input.malformed > 0 && <>, {count(input.malformed)} not understood</>}
          {input.error !== null && <>; {shown(input.error)}</>}
        </p>
      ))}
      <SaveAs
        pages={[
          ['Save as HTML', API.analysisPage(id)],
          ['Save with what listens here and the last audit', API.reportPage(id)],
        ]}
      />
      <Inbox id={id} name={name} findings={findings} />
      <TimeLine id={id} summary={summary} turn={isDone ? 0 : summary.events} />
      <NoiseBudget summary={summary} />
    </>
  );
}
