import type { VNode } from 'preact';
import type { AuditDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { Command } from '../../parts/command.tsx';
import { CopyAs, quoted } from '../../parts/copy-as.tsx';
import { Heading } from '../../parts/heading.tsx';
import { SaveAs } from '../../parts/save-as.tsx';
import { Empty, StateOf } from '../../parts/state-of.tsx';
import { clock, plural, shown } from '../../state/shown.ts';
import { PolicyDifferences } from './differences.tsx';
import { HostPart } from './host.tsx';
import { RunAudit } from './run-audit.tsx';

/** What answers on one's own hosts, and whether it is what was agreed. */
export function AuditView(): VNode {
  const audit = useResource<AuditDocument>(API.auditLatest);
  const hasNone = !audit.isLoading && audit.error === null && audit.data === null;
  return (
    <>
      <Heading title="Audit" />
      <RunAudit done={audit.reload} />
      {hasNone ? (
        <Empty command="portolan audit">No audit was run here yet. Run one above, or in a terminal:</Empty>
      ) : (
        <StateOf resource={audit} what="the last audit">
          {(data) => <Result audit={data} />}
        </StateOf>
      )}
      <CopyAs command={commandOf(audit.data)} api={API.auditLatest} />
    </>
  );
}

function commandOf(audit: AuditDocument | null): string {
  return audit?.policy === undefined || audit.policy === null
    ? 'portolan audit'
    : `portolan audit --policy ${quoted(audit.policy)}`;
}

function Result({ audit }: { readonly audit: AuditDocument }): VNode {
  const { summary, hosts, findings, gaps, refusals, notes, policy } = audit;
  return (
    <>
      <p class="verdict">
        {plural(summary.hosts, 'host')}, {plural(summary.open, 'open port')}.{' '}
        {summary.passes
          ? 'All is as it should be.'
          : summary.failing > 0
            ? `${plural(summary.failing, 'finding')} must be mended.`
            : 'Not all could be looked at.'}
      </p>
      <p class="quiet">
        {clock(audit.generatedAt)} UTC, asked by {shown(audit.host)}
        {policy !== null && <>, against {shown(policy)}</>}
      </p>
      <SaveAs
        pages={[
          ['Save as HTML', API.auditPage],
          ['Save with what listens here and the last log', API.reportPageOfLatest],
        ]}
      />
      {policy === null && (
        <div class="notice">
          <p>No policy says what is agreed, so nothing is against it. Begin one:</p>
          <Command text="portolan audit init > policy.yaml" />
        </div>
      )}
      {policy !== null && <PolicyDifferences audit={audit} />}
      {hosts.map((host) => (
        <HostPart key={host.name} host={host} findings={findings.filter((one) => one.host === host.name)} />
      ))}
      {gaps.length + refusals.length > 0 && <h2>Could not be looked at</h2>}
      <ul>
        {gaps.map((gap) => (
          <li key={gap}>{shown(gap)}</li>
        ))}
        {refusals.map(({ address, reason, remedy }) => (
          <li key={address}>
            {shown(address)}: {shown(reason)} {shown(remedy ?? '')}
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} class="quiet">
          {shown(note)}
        </p>
      ))}
    </>
  );
}
