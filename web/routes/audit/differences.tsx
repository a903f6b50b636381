import type { VNode } from 'preact';
import { compareSeverity } from '../../../src/findings/finding.ts';
import type { AuditDocument } from '../../api/documents.ts';
import { SeverityBadge } from '../../parts/severity.tsx';
import { shown } from '../../state/shown.ts';

/** Where the hosts are not as the policy file has them, with the line of it. */
export function PolicyDifferences({ audit }: { readonly audit: AuditDocument }): VNode {
  const { findings, summary } = audit;
  const differences = findings
    .filter(({ anchor }) => anchor !== null)
    .toSorted((a, b) => compareSeverity(b.severity, a.severity));
  return (
    <section aria-labelledby="policy-title">
      <h2 id="policy-title">Different from the policy</h2>
      <p>
        {summary.expected} as agreed, {summary.unexpected} not agreed, {summary.missing} missing, {summary.waived}{' '}
        waived.
      </p>
      {differences.length > 0 && (
        <div class="scroll-x" role="region" aria-label="Differences" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Severity</th>
                <th scope="col">What</th>
                <th scope="col">Policy</th>
                <th scope="col">Waived</th>
              </tr>
            </thead>
            <tbody>
              {differences.map((finding) => (
                <tr key={finding.fingerprint}>
                  <td>
                    <SeverityBadge severity={finding.severity} />
                  </td>
                  <td class="at-what">
                    {shown(finding.title)} <span class="quiet">{shown(finding.subject)}</span>
                  </td>
                  <td>{finding.anchor !== null && shown(`${finding.anchor.path}:${finding.anchor.line}`)}</td>
                  <td class={finding.waiver === null ? '' : 'at-waived'}>
                    {finding.waiver === null ? 'no' : `until ${finding.waiver.until}: ${shown(finding.waiver.reason)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
