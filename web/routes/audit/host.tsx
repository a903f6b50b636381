import type { VNode } from 'preact';
import { compareSeverity } from '../../../src/findings/finding.ts';
import type { AuditFinding, HostResult } from '../../api/documents.ts';
import { Command } from '../../parts/command.tsx';
import { FindingText } from '../../parts/finding-text.tsx';
import { place, setQuery } from '../../state/place.ts';
import { isWithin, readPortFilter } from '../../state/port-filter.ts';
import { shown } from '../../state/shown.ts';
import { PortPart } from './port.tsx';
import { notable, portKey } from './ports.ts';
import { Transcript } from './transcript.tsx';
import { expectationWords } from './words.ts';

/** One host: its ports as chips, the chosen one in full, and what was found. */
export function HostPart({
  host,
  findings,
}: {
  readonly host: HostResult;
  readonly findings: readonly AuditFinding[];
}): VNode {
  const { query } = place.value;
  const ranges = readPortFilter(query.get('ports'));
  const ports = notable(host).filter(({ port }) => isWithin(ranges, port));
  const chosen = query.get('port');
  const current = ports.find((one) => portKey(host.name, one) === chosen) ?? null;
  return (
    <section class="host" aria-label={`Host ${shown(host.name)}`}>
      <h2>{shown(host.name)}</h2>
      <p class="quiet">
        {host.addresses.map(({ address, vantage }) => `${address} (${vantage.replaceAll('-', ' ')})`).join(', ')}
      </p>
      {ports.length === 0 && <p>No port of it answers.</p>}
      <ul class="chips">
        {ports.map((one) => {
          const key = portKey(host.name, one);
          const [mark, words] = expectationWords(one.expectation);
          const isExposed = one.checks.some(({ verdict }) => verdict === 'exposed');
          return (
            <li key={key}>
              <button
                type="button"
                class={`chip ${isExposed ? 'is-exposed' : ''}`}
                aria-expanded={key === chosen}
                onClick={() => setQuery({ port: key === chosen ? null : key }, { replace: true })}
              >
                <span aria-hidden="true">{isExposed ? '✗' : mark}</span> {one.port}/{one.transport}{' '}
                {shown(one.service?.name ?? one.name ?? '')}{' '}
                <span class="quiet">{isExposed ? 'exposed' : one.expectation === null ? one.state : words}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {current !== null && <PortPart host={host.name} port={current} />}
      {findings.length > 0 && <h3>Findings</h3>}
      {worstFirst(findings).map((finding) => (
        <article key={finding.fingerprint} aria-label={shown(finding.title)}>
          <FindingText finding={finding} />
          {finding.waiver !== null && (
            <p>
              Waived until {finding.waiver.until}: {shown(finding.waiver.reason)}
            </p>
          )}
          <Command text={finding.verify} label="Check it again" />
          <Transcript lines={finding.transcript} />
        </article>
      ))}
    </section>
  );
}

function worstFirst(findings: readonly AuditFinding[]): AuditFinding[] {
  return findings.toSorted((a, b) => compareSeverity(b.severity, a.severity));
}
