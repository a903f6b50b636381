import type { ComponentChildren, RefObject, VNode } from 'preact';
import type { TrafficFinding } from '../../api/documents.ts';
import { Command } from '../../parts/command.tsx';
import { FindingText } from '../../parts/finding-text.tsx';
import { PortLink } from '../../parts/port-link.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { elsewhere, place, setQuery } from '../../state/place.ts';
import { byteText, clock, count, plural, shown } from '../../state/shown.ts';
import type { ListedFinding } from './chosen-findings.ts';
import { EvidenceLines } from './evidence.tsx';
import { selectCommand } from './select-command.ts';
import { SuppressForm } from './suppress.tsx';

interface Props {
  readonly id: string;
  /** Of the log. */
  readonly name: string;
  readonly listed: ListedFinding;
  readonly frame: RefObject<HTMLElement | null>;
  readonly reload: () => void;
}

/** One finding with all that it rests on. */
export function FindingDetail({ id, name, listed, frame, reload }: Props): VNode {
  const { finding } = listed;
  const { query } = place.value;
  const hasEvidence = query.get('evidence') === 'shown';
  const isPuttingAway = query.get('suppress') === 'shown';
  return (
    <article ref={frame} class="panel finding-detail" tabIndex={-1} aria-label={`Finding: ${shown(finding.title)}`}>
      <FindingText finding={finding} />
      <Facts finding={finding} />
      <h3>Why it is one</h3>
      <ul>
        {finding.why.map((line) => (
          <li key={line}>{shown(line)}</li>
        ))}
        <li>
          Confidence: {finding.confidence}; rule{' '}
          <a href={elsewhere(`/patterns/${finding.pattern}`)}>
            <code>{shown(finding.pattern)}</code>, and why it is one
          </a>
        </li>
      </ul>
      {finding.innocent.length > 0 && (
        <>
          <h3>It could be innocent</h3>
          <ul>
            {finding.innocent.map(({ text, tell }) => (
              <li key={text}>
                {shown(text)} {shown(tell)}
              </li>
            ))}
          </ul>
        </>
      )}
      <OverTime finding={finding} />
      <div class="tools">
        <button
          type="button"
          aria-expanded={hasEvidence}
          onClick={() => setQuery({ evidence: hasEvidence ? null : 'shown' }, { replace: true })}
        >
          Evidence
        </button>
        <button
          type="button"
          aria-expanded={isPuttingAway}
          onClick={() => setQuery({ suppress: isPuttingAway ? null : 'shown' }, { replace: true })}
        >
          Put away
        </button>
      </div>
      {hasEvidence && <EvidenceLines id={id} finding={listed.place} />}
      {isPuttingAway && <SuppressForm listed={listed} reload={reload} />}
      <Command text={selectCommand(name, finding)} label="Its events" />
      {!finding.isQueryExact && <p class="quiet">The query selects its events and perhaps a few others.</p>}
    </article>
  );
}

function Facts({ finding }: { readonly finding: TrafficFinding }): VNode {
  const { counts, who, targets, ports, first, last } = finding;
  const more = (listed: number, all: number): string => (all > listed ? ` and ${count(all - listed)} more` : '');
  return (
    <dl class="facts">
      <Fact name="When">
        {clock(first === '' ? null : first)} to {clock(last === '' ? null : last)}, UTC
      </Fact>
      <Fact name="How much">
        {counts.atLeast && 'at least '}
        {plural(counts.events, 'event')}, {plural(counts.packets, 'packet')}, {byteText(counts.bytes)}
      </Fact>
      <Fact name="Who">
        {who.slice(0, 5).map(({ name, events }) => (
          <span key={name} class="share">
            {shown(name)} <span class="quiet">{count(events)}</span>
          </span>
        ))}
        {more(Math.min(5, who.length), counts.sources)}
      </Fact>
      <Fact name="Whom">
        {targets.slice(0, 5).map(({ name, events }) => (
          <span key={name} class="share">
            {shown(name)} <span class="quiet">{count(events)}</span>
          </span>
        ))}
        {more(Math.min(5, targets.length), counts.hosts)}
      </Fact>
      {ports.length > 0 && (
        <Fact name="Ports">
          <span class="chips">
            {ports.slice(0, 12).map(({ name, events }) => {
              const [number = '', transport = ''] = name.split('/');
              return (
                <span key={name} class="chip">
                  <PortLink port={Number(number)} transport={transport} /> <span class="quiet">{count(events)}</span>
                </span>
              );
            })}
          </span>
          {more(Math.min(12, ports.length), counts.ports)}
        </Fact>
      )}
      {finding.tools.length > 0 && <Fact name="Looks like">{shown(finding.tools.join(', '))}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function OverTime({ finding: { timeline } }: { readonly finding: TrafficFinding }): VNode | null {
  const { start, seconds, counts } = timeline;
  if (start === null || counts.length < 2) return null;
  const points = counts.map((events, at) => ({
    from: new Date(Date.parse(start) + at * seconds * 1000).toISOString(),
    events,
  }));
  return <Sparkline points={points} what="Its events" />;
}
