import { deservesLook, type Finding } from '../../../findings/finding.ts';
import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import { Room } from '../../../html/room.ts';
import { EXPOSURE_WORDS, type Exposure } from '../../exposure.ts';
import type { ListenerRecord } from '../../listener-record.ts';
import type { GlanceReport } from '../glance-report.ts';

/** Some thousand listeners; the JSON report has them all. */
const BYTES = 1_500_000;
const MAX_ITEMS = 12;
const TEXT_LENGTH = 600;

/** By how far they reach, as the opening screen has them. */
const GROUPS: readonly { readonly title: string; readonly exposures: readonly Exposure[] }[] = [
  { title: 'Reachable from any address', exposures: ['wildcard', 'public'] },
  { title: 'Reachable from the local network', exposures: ['private', 'link-local', 'contained', 'unknown'] },
  { title: 'This host only', exposures: ['loopback', 'peer'] },
];

/** Where a listener of `glance.listeners` is told. */
export function listenerAnchor(place: number): string {
  return `here-${place}`;
}

/** What listens, by how far it reaches, with what to look at. `noteOn` says what else is known of a listener, by its place. */
export function listenersPart(
  { listeners, gaps, muted }: GlanceReport,
  noteOn: (place: number) => Content = () => null,
): Content {
  if (listeners.length === 0) return markup`<p>Nothing listens on this machine.</p>${gapList(gaps)}`;
  const room = new Room(BYTES);
  const placed = [...listeners.entries()];
  const clients = placed.filter(([, one]) => isQuietClient(one));
  let left = 0;
  const groups = GROUPS.map(({ title, exposures }) => {
    const inside = placed.filter(([, one]) => exposures.includes(one.exposure) && !isQuietClient(one));
    if (inside.length === 0) return null;
    const rows = inside.flatMap(([place, one]) => room.take(() => row(place, one, noteOn(place))) ?? []);
    left += inside.length - rows.length;
    return markup`<h3>${title}</h3>
<table class="stack"><thead><tr><th scope="col">Port</th><th scope="col">Known for</th><th scope="col">Held by</th><th scope="col">Bound to</th><th scope="col">To look at</th></tr></thead><tbody>${rows}</tbody></table>
`;
  });
  const told = [
    clients.length === 0 ? null : `Also ${sockets(clients.length)} on ephemeral ports, most likely clients.`,
    left === 0 ? null : `${left} more listeners are in the JSON report only.`,
    muted === 0 ? null : `${muted} ${muted === 1 ? 'finding is' : 'findings are'} muted by your notes.`,
  ].flatMap((text) => (text === null ? [] : [markup`<p class="quiet">${text}</p>`]));
  return markup`<p class="quiet">As far as the binding goes; a firewall may still refuse.</p>${groups}${told}${gapList(gaps)}`;
}

/** `redis-server (812), redis`; what may not be seen is said. */
export function holderWords({ processes, owner }: ListenerRecord): string {
  const [first] = processes;
  if (first === undefined) {
    return owner === 'not-permitted' ? 'not permitted to see' : owner === 'none' ? 'nobody' : 'not known';
  }
  const names = [...new Set(processes.map(({ name }) => name))].join(', ');
  const count = processes.length === 1 ? `${first.pid}` : `${processes.length} processes`;
  return `${names} (${count})${first.user === null ? '' : `, ${first.user}`}`;
}

/** A UDP socket on an ephemeral port with nothing to look at: what waits there is most likely an answer. */
export function isQuietClient({ transport, ephemeral, findings }: ListenerRecord): boolean {
  return transport === 'udp' && ephemeral && !findings.some(deservesLook);
}

function row(place: number, one: ListenerRecord, note: Content): Markup {
  const { port, transport, service, addresses, exposure, findings } = one;
  const looks = findings.filter(deservesLook);
  const shown = addresses.slice(0, MAX_ITEMS).join(', ');
  const more = addresses.length > MAX_ITEMS ? ` and ${addresses.length - MAX_ITEMS} more` : '';
  return markup`<tr id="${listenerAnchor(place)}"><th scope="row">${port}/${transport}</th><td data-label="Known for">${cut(service ?? '', 80)}</td><td data-label="Held by">${cut(holderWords(one), 240)}</td><td data-label="Bound to">${cut(shown, 300)}${more} <span class="quiet">${EXPOSURE_WORDS[exposure]}</span></td><td data-label="To look at">${looks.slice(0, MAX_ITEMS).map(look)}${note}</td></tr>
`;
}

function look({ severity, title, advice }: Finding): Markup {
  const todo =
    advice.length === 0
      ? null
      : markup`<details><summary>What to do</summary><ul>${advice.slice(0, MAX_ITEMS).map((text) => markup`<li>${cut(text, TEXT_LENGTH)}</li>`)}</ul></details>`;
  return markup`<div><span class="badge is-${severity}">${severity}</span> ${cut(title, TEXT_LENGTH)}${todo}</div>`;
}

function gapList(gaps: readonly string[]): Content {
  if (gaps.length === 0) return null;
  return markup`<h3>What could not be seen</h3><ul>${gaps.map((gap) => markup`<li>${cut(gap, TEXT_LENGTH)}</li>`)}</ul>`;
}

function sockets(count: number): string {
  return `${count} UDP ${count === 1 ? 'socket' : 'sockets'}`;
}
