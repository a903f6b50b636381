import { worstFinding } from '../../findings/finding.ts';
import { cut, markup, type Content, type Markup } from '../../html/markup.ts';
import { Room } from '../../html/room.ts';
import { EXPOSURE_WORDS } from '../../sockets/exposure.ts';
import { holderWords, isQuietClient, listenerAnchor } from '../../sockets/report/html/listeners-part.ts';
import type { AuditFinding } from '../../audit/result.ts';
import type { TrafficFinding } from '../../traffic/report/traffic-finding.ts';
import type { JoinedReport, PortRow } from '../joined-report.ts';
import { askedText, isThere, onlyKnocked, portText, STANDING_WORDS } from '../words.ts';

/** Some two thousand rows; the JSON report has them all. */
const BYTES = 800_000;
const MAX_LINES = 4;
const TITLE_LENGTH = 200;
const MAX_KNOCKED = 60;

/** Where the details of a finding stand on the page; null where they do not. */
export interface Anchors {
  readonly ofKnock: (finding: TrafficFinding) => string | null;
  readonly ofVerdict: (finding: AuditFinding) => string | null;
}

/** The anchor of a row, by its place in `ports`. */
export function rowAnchor(place: number): string {
  return `port-${place}`;
}

/** One row a port: what listens, what the logs say of it, what the audit said. The most urgent first. */
export function portTable(joined: JoinedReport, anchors: Anchors): Content {
  const room = new Room(BYTES);
  const placed = [...joined.ports.entries()].toReversed().filter(([, row]) => isThere(row) && !isQuiet(row, joined));
  const rows: Markup[] = [];
  for (const [place, row] of placed) {
    const told = room.take(() => tableRow(place, row, joined, anchors));
    if (told === null) break;
    rows.push(told);
  }
  const left = placed.length - rows.length;
  const table =
    rows.length === 0
      ? markup`<p>Nothing listens here, and no audit was given.</p>`
      : markup`<table class="stack"><caption>The most urgent first. What is linked has its details further down.</caption><thead><tr><th scope="col">Port</th><th scope="col">Look</th><th scope="col">Listens here</th><th scope="col">In the logs</th><th scope="col">Audit</th></tr></thead><tbody>${rows}</tbody></table>`;
  return markup`${table}${left === 0 ? null : markup`<p class="quiet">${left} more ports, none more urgent, are in the JSON report.</p>`}${knockedPart(joined)}${elsewherePart(joined)}${limitList(joined.limits)}`;
}

/** Nothing but a socket that is most likely a client. */
function isQuiet({ listeners, knocks, asked, verdicts }: PortRow, { glance }: JoinedReport): boolean {
  return (
    knocks.length === 0 &&
    asked.length === 0 &&
    verdicts.length === 0 &&
    listeners.every((place) => {
      const listener = glance.listeners[place];
      return listener !== undefined && isQuietClient(listener);
    })
  );
}

function tableRow(place: number, row: PortRow, joined: JoinedReport, anchors: Anchors): Markup {
  const { service, urgency } = row;
  const look = urgency === null ? 'nothing' : markup`<span class="badge is-${urgency}">${urgency}</span>`;
  return markup`<tr id="${rowAnchor(place)}"><th scope="row">${cut(portText(row), 120)}${service === null ? null : markup`<br><span class="quiet">${cut(service, 80)}</span>`}</th><td data-label="Look">${look}</td><td data-label="Listens here">${listens(row, joined)}</td><td data-label="In the logs">${knockLines(row, joined, anchors)}</td><td data-label="Audit">${audited(row, joined, anchors)}</td></tr>
`;
}

function listens({ host, listeners }: PortRow, { glance }: JoinedReport): Content {
  if (host !== null) return markup`<span class="quiet">another host</span>`;
  const told = listeners.slice(0, MAX_LINES).flatMap((place) => {
    const listener = glance.listeners[place];
    if (listener === undefined) return [];
    const worst = worstFinding(listener.findings);
    return [
      markup`<div><a href="#${listenerAnchor(place)}">${cut(holderWords(listener), 160)}</a>, ${EXPOSURE_WORDS[listener.exposure]}${worst === null ? null : `: ${cut(worst.title, TITLE_LENGTH)}`}</div>`,
    ];
  });
  return told.length === 0 ? 'nothing' : lines(told, listeners.length);
}

function knockLines({ knocks: all }: PortRow, { traffic }: JoinedReport, anchors: Anchors): Content {
  if (traffic === null) return markup`<span class="quiet">no log was read</span>`;
  const told = all.slice(0, MAX_LINES).flatMap(({ finding, standing }) => {
    const said = traffic.findings[finding];
    if (said === undefined) return [];
    const words = STANDING_WORDS[standing];
    return [
      markup`<div>${link(anchors.ofKnock(said), cut(said.title, TITLE_LENGTH))}${words === '' ? null : markup` <span class="quiet">${words}</span>`}</div>`,
    ];
  });
  return told.length === 0 ? 'no findings' : lines(told, all.length);
}

function audited({ asked, verdicts }: PortRow, { audit }: JoinedReport, anchors: Anchors): Content {
  if (audit === null) return markup`<span class="quiet">no audit was given</span>`;
  const states = [...new Set(asked.map(askedText))].map((text) => markup`<div>${cut(text, TITLE_LENGTH)}</div>`);
  const told = verdicts.flatMap((place) => {
    const finding = audit.findings[place];
    if (finding === undefined) return [];
    return [markup`<div>${link(anchors.ofVerdict(finding), cut(finding.title, TITLE_LENGTH))}</div>`];
  });
  const all = [...states, ...told];
  return all.length === 0 ? 'not asked, or no answer' : lines(all.slice(0, MAX_LINES), all.length);
}

function link(anchor: string | null, text: string): Content {
  return anchor === null ? text : markup`<a href="#${anchor}">${text}</a>`;
}

function lines(told: readonly Markup[], count: number): Content {
  return count > told.length ? [...told, markup`<div class="quiet">and ${count - told.length} more</div>`] : told;
}

function knockedPart({ ports }: JoinedReport): Content {
  const rows = onlyKnocked(ports).toReversed();
  if (rows.length === 0) return null;
  const names = rows
    .slice(0, MAX_KNOCKED)
    .map((row) => `${portText(row)}${row.service === null ? '' : ` ${row.service}`}`);
  if (rows.length > MAX_KNOCKED) names.push(`and ${rows.length - MAX_KNOCKED} more`);
  return markup`<p><b>Knocked on, and nothing listens or answers there:</b> ${cut(names.join(', '), 6000)}.</p>`;
}

function elsewherePart({ elsewhere }: JoinedReport): Content {
  if (elsewhere === 0) return null;
  const what = elsewhere === 1 ? 'One finding of the logs is' : `${elsewhere} findings of the logs are`;
  return markup`<p>${what} about other hosts than these: see <a href="#findings">the findings</a>.</p>`;
}

function limitList(limits: readonly string[]): Content {
  return limits.map((text) => markup`<p class="quiet">${cut(text, 600)}</p>`);
}
