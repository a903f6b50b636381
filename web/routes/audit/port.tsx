import type { VNode } from 'preact';
import type { PortResult } from '../../api/documents.ts';
import { PortLink } from '../../parts/port-link.tsx';
import { shown } from '../../state/shown.ts';
import { CheckPart } from './check.tsx';
import { expectationWords } from './words.ts';

/** All that was found out about one port of a host. */
export function PortPart({ host, port }: { readonly host: string; readonly port: PortResult }): VNode {
  const { service, listener, expectation, checks, address } = port;
  const [mark, words] = expectationWords(expectation);
  return (
    <div class="panel">
      <h3>
        <PortLink port={port.port} transport={port.transport} name={port.name} /> at {shown(address)}
      </h3>
      <dl class="facts">
        <div>
          <dt>State</dt>
          <dd>
            {port.state}, {shown(port.because)}
          </dd>
        </div>
        <div>
          <dt>Agreed</dt>
          <dd>
            <span aria-hidden="true">{mark} </span>
            {words}
          </dd>
        </div>
        <div>
          <dt>Answers as</dt>
          <dd>
            {service === null
              ? 'not identified'
              : shown(
                  [service.name, service.product, service.version, service.isTls ? 'over TLS' : null]
                    .filter((one) => one !== null)
                    .join(' '),
                )}
            {service !== null && (
              <>
                , {service.confidence}: <span class="raw">{shown(service.because)}</span>
              </>
            )}
          </dd>
        </div>
        {listener !== null && (
          <div>
            <dt>Held by</dt>
            <dd>
              {shown(
                `${listener.process ?? 'a process not visible'} ${listener.user === null ? '' : `as ${listener.user}`}`,
              )}
            </dd>
          </div>
        )}
      </dl>
      {checks.length === 0 && <p>No check fits what answers here.</p>}
      {checks.map((check) => (
        <CheckPart key={check.check} host={host} port={port.port} check={check} />
      ))}
    </div>
  );
}
