import type { VNode } from 'preact';
import type { TrafficSummary } from '../../api/documents.ts';
import { Command } from '../../parts/command.tsx';
import { PortLink } from '../../parts/port-link.tsx';
import { count, plural, shown } from '../../state/shown.ts';

const PARTS = [
  ['harmless', 'harmless: your own network at work'],
  ['ordinary', 'ordinary conversations'],
  ['strays', 'strays: late answers, half packets'],
  ['explained', 'explained by the findings'],
  ['unexplained', 'not explained'],
] as const;

const MOST = 8;

/** What all the events are, so that a log can be made quieter. */
export function NoiseBudget({ summary }: { readonly summary: TrafficSummary }): VNode | null {
  if (summary.events === 0) return null;
  const share = (events: number): string => `${((100 * events) / summary.events).toFixed(1)} %`;
  return (
    <section aria-labelledby="noise-title">
      <h2 id="noise-title">Noise budget</h2>
      <div class="noise">
        <table class="narrow">
          <caption class="hidden">What the events are</caption>
          <tbody>
            {PARTS.map(([part, words]) => (
              <tr key={part}>
                <th scope="row">
                  <span
                    class={`portion fill-${part}`}
                    aria-hidden="true"
                    style={{ width: `${(8 * summary[part]) / summary.events}rem` }}
                  />
                  {words}
                </th>
                <td class="number">{share(summary[part])}</td>
                <td class="number">{count(summary[part])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div>
          {summary.noise.length > 0 && <h3>Could stay out of the log</h3>}
          <ul>
            {summary.noise.slice(0, MOST).map((one) => (
              <li key={one.pattern + one.label}>
                {shown(one.title)}: {plural(one.events, 'event')}
                {one.label !== '' && (
                  <>
                    , by the rule <code>{shown(one.label)}</code>
                  </>
                )}
                <Command text={`portolan traffic --explain-rule harmless.${one.pattern}`} />
              </li>
            ))}
          </ul>
          {summary.unexplainedPorts.length > 0 && <h3>Ports of what nothing explains</h3>}
          <ul class="chips">
            {summary.unexplainedPorts.slice(0, MOST).map(({ port, events }) => {
              const [number = '', transport = ''] = port.split('/');
              return (
                <li key={port} class="chip">
                  <PortLink port={Number(number)} transport={transport} /> {count(events)}
                </li>
              );
            })}
          </ul>
        </div>
      </div>
      {[...summary.cannotTell, ...summary.limits].map((line) => (
        <p key={line} class="quiet">
          {shown(line)}
        </p>
      ))}
    </section>
  );
}
