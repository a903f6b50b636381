import type { VNode } from 'preact';
import { worstFinding } from '../../../src/findings/finding.ts';
import { ExposureWord } from '../../parts/exposure.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { plural, shown } from '../../state/shown.ts';
import { expectationOf } from './expected.ts';
import { isListener, type Entry, type Group } from './grouped-sockets.ts';
import type { Mark } from './stream.ts';

export const COLUMNS = [
  { name: 'Change', at: 'at-change' },
  { name: 'Port', at: 'at-port' },
  { name: 'Service', at: 'at-service' },
  { name: 'Local', at: 'at-local' },
  { name: 'Peer', at: 'at-peer' },
  { name: 'State', at: 'at-state' },
  { name: 'Reach', at: 'at-reach' },
  { name: 'Expected', at: 'at-expected' },
  { name: 'Finding', at: 'at-finding' },
] as const;

const NOBODY = { 'not-permitted': 'owner not visible', 'not-known': 'owner not known', none: 'nobody', visible: '' };

/** The heading over the sockets of a process. */
export function GroupCells({ group }: { readonly group: Group }): VNode {
  const { process, owner, entries } = group;
  return (
    <span class="group-name" role="gridcell" aria-colspan={COLUMNS.length}>
      <strong>{process === null ? NOBODY[owner] : shown(process.name)}</strong>
      {process !== null && (
        <span class="quiet">
          {' '}
          pid {process.pid}
          {process.user !== null && ` · ${shown(process.user)}`}
          {process.unit !== null && ` · ${shown(process.unit)}`}
        </span>
      )}
      <span class="quiet"> · {plural(entries.length, 'socket')}</span>
    </span>
  );
}

export function SocketCells({ entry, mark }: { readonly entry: Entry; readonly mark: Mark | null }): VNode {
  const { row } = entry;
  const worst = worstFinding(row.findings);
  return (
    <>
      <span role="gridcell" class={`at-change ${mark === null ? '' : `is-${mark}`}`}>
        {mark === 'new' ? '+ new' : mark === 'gone' ? '− gone' : ''}
      </span>
      <span role="gridcell" class="at-port port">
        {row.local.port}/{row.transport}
      </span>
      <span role="gridcell" class="at-service">
        {shown(row.note?.label ?? row.service?.name ?? '–')}
      </span>
      <span role="gridcell" class="at-local">
        {shown(row.local.address)}
      </span>
      <span role="gridcell" class="at-peer">
        {row.remote.port === 0 ? '–' : shown(`${row.remote.address}:${row.remote.port}`)}
      </span>
      <span role="gridcell" class="at-state">
        {row.state}
      </span>
      <span role="gridcell" class="at-reach">
        <ExposureWord exposure={row.exposure} reason={row.exposureReason} />
      </span>
      <span role="gridcell" class="at-expected">
        {isListener(row) ? expectationOf(row) : ''}
      </span>
      <span role="gridcell" class="at-finding">
        {worst !== null && (
          <>
            <SeverityBadge severity={worst.severity} /> {shown(worst.title)}
          </>
        )}
      </span>
    </>
  );
}
