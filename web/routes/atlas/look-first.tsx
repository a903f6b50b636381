import type { VNode } from 'preact';
import { compareSeverity, deservesLook } from '../../../src/findings/finding.ts';
import type { GlanceDocument, ListenerRecord } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { ExposureWord } from '../../parts/exposure.tsx';
import { PortLink } from '../../parts/port-link.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { Empty, StateOf } from '../../parts/state-of.tsx';
import { elsewhere, place } from '../../state/place.ts';
import { isWithin, readPortFilter } from '../../state/port-filter.ts';
import { plural, shown } from '../../state/shown.ts';

const MOST = 8;

/** This machine in a few lines: what to look at first, then what else can be reached. */
export function LookFirst(): VNode {
  const glance = useResource<GlanceDocument>(API.glance);
  const ranges = readPortFilter(place.value.query.get('ports'));
  return (
    <section class="look-first" aria-labelledby="look-title">
      <h2 id="look-title">Here now</h2>
      <StateOf resource={glance} what="this machine">
        {(data) => {
          const listeners = data.listeners.filter(({ port }) => isWithin(ranges, port)).toSorted(byUrgency);
          return <Listeners data={data} listeners={listeners} />;
        }}
      </StateOf>
    </section>
  );
}

function Listeners({
  data,
  listeners,
}: {
  readonly data: GlanceDocument;
  readonly listeners: readonly ListenerRecord[];
}): VNode {
  const urgent = listeners.filter(({ findings }) => findings.some(deservesLook)).length;
  const { summary } = data;
  return (
    <>
      <p>
        <strong>{shown(data.host)}</strong>: {summary.listening} listening, {summary.connected} connected.{' '}
        {urgent === 0 ? 'Nothing here asks for a look.' : `${plural(urgent, 'port')} to look at first.`}
      </p>
      {listeners.length === 0 && <Empty command="portolan sockets -tul">Nothing listens on these ports here.</Empty>}
      <ul class="listeners">
        {listeners.slice(0, MOST).map((listener) => (
          <Listener key={`${listener.port}${listener.transport}${listener.exposure}`} listener={listener} />
        ))}
      </ul>
      {listeners.length > MOST && (
        <p>
          <a href={elsewhere('/sockets')}>{plural(listeners.length - MOST, 'more listener')}</a>
        </p>
      )}
      {data.gaps.map((gap) => (
        <p key={gap} class="quiet">
          {shown(gap)}
        </p>
      ))}
    </>
  );
}

function Listener({ listener }: { readonly listener: ListenerRecord }): VNode {
  const { port, transport, service, note, processes, exposure, exposureReason, findings } = listener;
  const worst = findings.toSorted((a, b) => compareSeverity(b.severity, a.severity))[0];
  return (
    <li class={worst === undefined ? '' : `of-${worst.severity}`}>
      <p class="listener-line">
        <PortLink port={port} transport={transport} name={note?.label ?? service} />
        <span>{shown(processes[0]?.name ?? 'owner not visible')}</span>
        <ExposureWord exposure={exposure} reason={exposureReason} />
      </p>
      {worst !== undefined && (
        <p>
          <SeverityBadge severity={worst.severity} /> {shown(worst.title)}
        </p>
      )}
    </li>
  );
}

/** The worst finding first, then the farthest reach. */
function byUrgency(a: ListenerRecord, b: ListenerRecord): number {
  return rank(b) - rank(a) || a.port - b.port;
}

const REACH = ['peer', 'unknown', 'loopback', 'contained', 'link-local', 'private', 'public', 'wildcard'];

function rank({ findings, exposure }: ListenerRecord): number {
  const severity = Math.max(0, ...findings.map(({ severity: one }) => compareSeverity(one, 'info')));
  return severity * 100 + REACH.indexOf(exposure);
}
