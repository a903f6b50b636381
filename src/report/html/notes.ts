import type { AuditFinding } from '../../audit/result.ts';
import { cut, markup, type Content } from '../../html/markup.ts';
import type { TrafficFinding } from '../../traffic/report/traffic-finding.ts';
import type { JoinedReport, PortRow } from '../joined-report.ts';
import { isThere, portText, STANDING_WORDS } from '../words.ts';
import { rowAnchor } from './port-table.ts';

const MAX_ROWS = 8;
const MAX_SOURCES = 5;

/** A row and its place in `ports`. */
type Placed = readonly [place: number, row: PortRow];

/** What the other lenses say of a finding or a listener: links to the rows of its ports. */
export interface Notes {
  readonly onKnock: (finding: TrafficFinding) => Content;
  readonly onVerdict: (finding: AuditFinding) => Content;
  /** By its place in `glance.listeners`. */
  readonly onListener: (place: number) => Content;
}

export function notesOf(joined: JoinedReport): Notes {
  const byKnock = new Map<TrafficFinding, Placed[]>();
  const byVerdict = new Map<AuditFinding, Placed>();
  const byListener = new Map<number, Placed>();
  for (const placed of joined.ports.entries()) {
    const [, row] = placed;
    for (const { finding } of row.knocks) {
      const said = joined.traffic?.findings[finding];
      if (said === undefined || !isThere(row)) continue;
      const rows = byKnock.get(said);
      if (rows === undefined) byKnock.set(said, [placed]);
      else rows.push(placed);
    }
    for (const place of row.verdicts) {
      const said = joined.audit?.findings[place];
      if (said !== undefined) byVerdict.set(said, placed);
    }
    for (const place of row.listeners) byListener.set(place, placed);
  }
  return {
    onKnock: (finding) => onKnock(finding, (byKnock.get(finding) ?? []).toReversed(), joined),
    onVerdict: (finding) => onVerdict(byVerdict.get(finding), joined),
    onListener: (place) => onListener(byListener.get(place)),
  };
}

/** Which of its ports are there, and what came of it. */
function onKnock(finding: TrafficFinding, rows: readonly Placed[], { traffic }: JoinedReport): Content {
  if (rows.length === 0) return null;
  const at = traffic?.findings.indexOf(finding) ?? -1;
  const told = rows.slice(0, MAX_ROWS).map(([place, row]) => {
    const words = STANDING_WORDS[row.knocks.find((knock) => knock.finding === at)?.standing ?? 'elsewhere'];
    return markup`<li><a href="#${rowAnchor(place)}">${cut(portText(row), 120)}</a>${words === '' ? ': see what the audit says' : `: ${words}`}</li>`;
  });
  const more = rows.length > MAX_ROWS ? markup`<li>and ${rows.length - MAX_ROWS} more of its ports</li>` : null;
  return markup`<h4>On these hosts</h4><ul>${told}${more}</ul>`;
}

/** Who knocked on the port that an audit found at fault. */
function onVerdict(placed: Placed | undefined, { traffic }: JoinedReport): Content {
  if (placed === undefined || traffic === null) return null;
  const [place, { knocks }] = placed;
  const row = markup`<a href="#${rowAnchor(place)}">all of this port</a>`;
  if (knocks.length === 0) return markup`<h4>Who knocked</h4><p>No finding of the logs is about it; ${row}.</p>`;
  const sources = new Set(
    knocks.flatMap(({ finding }) => traffic.findings[finding]?.who.map(({ name }) => name) ?? []),
  );
  const [...names] = sources;
  const shown = names.slice(0, MAX_SOURCES).map((name) => cut(name, 80));
  if (names.length > shown.length) shown.push(`${names.length - shown.length} more`);
  const got = knocks.some(({ standing }) => standing === 'reached') ? ', and got through' : '';
  return markup`<h4>Who knocked</h4><p>${shown.join(', ')}${got}; ${row}.</p>`;
}

function onListener(placed: Placed | undefined): Content {
  if (placed === undefined) return null;
  const [place, { knocks, verdicts }] = placed;
  const parts = [
    knocks.length === 0 ? [] : [`${knocks.length} in the logs`],
    verdicts.length === 0 ? [] : [`${verdicts.length} of the audit`],
  ].flat();
  if (parts.length === 0) return null;
  return markup`<div><a href="#${rowAnchor(place)}">${parts.join(', ')}</a></div>`;
}
