import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import { serviceText } from '../../policy/words.ts';
import type { HostResult, PortResult } from '../../result.ts';
import { VANTAGE_WORDS } from '../../vantage/vantage.ts';
import type { AuditReport } from '../audit-report.ts';

/** More rows of a host nobody reads; the JSON report has them all. */
const MAX_ROWS = 500;

/** Every host with the ports that answer or should. */
export function hostsPart({ hosts }: AuditReport): Content {
  if (hosts.length === 0) return markup`<p>No host was asked.</p>`;
  return hosts.map(hostPart);
}

function hostPart(host: HostResult): Markup {
  const shown = host.ports.filter(({ state, expectation }) => state === 'open' || expectation === 'missing');
  const where = host.addresses.map(({ address, vantage }) => `${address}, asked ${VANTAGE_WORDS[vantage]}`);
  const left = shown.length - MAX_ROWS;
  return markup`<h3>${cut(host.name, 200)}</h3><p class="quiet">${cut(where.join('; '), 600)}</p>${
    shown.length === 0
      ? markup`<p>Nothing answers.</p>`
      : markup`<table class="stack"><thead><tr><th scope="col">Port</th><th scope="col">Service</th><th scope="col">Address</th><th scope="col">Held by</th><th scope="col">Agreed</th></tr></thead><tbody>${shown.slice(0, MAX_ROWS).map(row)}</tbody></table>`
  }${left > 0 ? markup`<p class="quiet">${left} more ports are in the JSON report.</p>` : null}
`;
}

function row(port: PortResult): Markup {
  const { transport, address, listener, expectation, name } = port;
  const service = serviceText(port) ?? (name === null ? 'not known' : `${name}, by its number only`);
  return markup`<tr><th scope="row">${port.port}/${transport}</th><td data-label="Service">${cut(service, 240)}</td><td data-label="Address">${cut(address, 80)}</td><td data-label="Held by">${cut(listener?.process ?? '', 80)}</td><td data-label="Agreed">${expectation ?? ''}</td></tr>
`;
}
