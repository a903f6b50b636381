import type { VNode } from 'preact';
import type { SocketRow } from '../../api/documents.ts';
import { Command } from '../../parts/command.tsx';
import { ExposureWord } from '../../parts/exposure.tsx';
import { FindingText } from '../../parts/finding-text.tsx';
import { PortLink } from '../../parts/port-link.tsx';
import { clock, shown } from '../../state/shown.ts';
import { expectationOf } from './expected.ts';

/** Everything about the socket that the keyboard is on. */
export function SocketDetail({ row }: { readonly row: SocketRow }): VNode {
  const { local, remote, process, service, transport } = row;
  return (
    <aside class="panel socket-detail" aria-label="The chosen socket">
      <h2>
        <PortLink port={local.port} transport={transport} name={service?.side === 'local' ? service.name : null} />
      </h2>
      <dl class="facts">
        <Fact name="Local">{`${local.address}:${local.port}`}</Fact>
        {remote.port !== 0 && <Fact name="Peer">{`${remote.address}:${remote.port}`}</Fact>}
        <Fact name="State">{row.state}</Fact>
        <div>
          <dt>Reach</dt>
          <dd>
            <ExposureWord exposure={row.exposure} />, {shown(row.exposureReason)}
          </dd>
        </div>
        <Fact name="Expected">{expectationOf(row)}</Fact>
        {process !== null && (
          <>
            <Fact name="Process">{`${process.name}, pid ${process.pid}`}</Fact>
            <Fact name="User">{process.user ?? 'not known'}</Fact>
            {process.unit !== null && <Fact name="Unit">{process.unit}</Fact>}
            {process.started !== null && <Fact name="Since">{clock(process.started)}</Fact>}
            {process.command !== null && <Fact name="Command">{process.command}</Fact>}
          </>
        )}
        {process === null && <Fact name="Process">{OWNERS[row.owner]}</Fact>}
        <Fact name="Queues">{`${row.queues.receive} bytes in, ${row.queues.send} bytes out`}</Fact>
      </dl>
      {row.findings.map((finding) => (
        <FindingText key={finding.id} finding={finding} />
      ))}
      <Command text={`portolan who ${local.port}/${transport}`} />
    </aside>
  );
}

const OWNERS: Readonly<Record<SocketRow['owner'], string>> = {
  visible: 'visible',
  'not-permitted': 'not visible to this user',
  'not-known': 'not known: the kernel, another namespace, or gone by now',
  none: 'none: nobody holds it',
};

function Fact({ name, children }: { readonly name: string; readonly children: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{shown(children)}</dd>
    </div>
  );
}
