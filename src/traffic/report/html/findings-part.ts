import { SEVERITIES, type Severity } from '../../../findings/finding.ts';
import { formatCount, plural } from '../../words.ts';
import type { TrafficFinding } from '../traffic-finding.ts';
import { adviceList, referenceList } from './advice.ts';
import { findingDetail, findingRow, type Surroundings } from './finding-detail.ts';
import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import { Room } from '../../../html/room.ts';

/** Up to here every finding is told in full. */
const MANY = 100;
/** Beyond it, so many of each kind. */
const FULL_OF_A_KIND = 20;
const ROWS_OF_A_KIND = 500;
const FULL_BYTES = 800_000;
const ROW_BYTES = 250_000;
/** For what all findings of a kind share. */
const SHARED_BYTES = 350_000;
const TEXT_LENGTH = 2000;

/** Findings of one pattern and one severity. */
interface Kind {
  readonly place: number;
  readonly severity: Severity;
  readonly pattern: string;
  readonly title: string;
  /** Those with most events first. */
  readonly findings: readonly TrafficFinding[];
}

export interface FindingsPart {
  /** How many of which severity, with links. */
  readonly index: Markup;
  readonly kinds: Markup;
  /** The anchor of what is told of a finding; null for one that is not among these. */
  readonly anchorOf: (finding: TrafficFinding) => string | null;
}

/** The findings, the worst first. What does not fit is said in `cuts`. */
export function findingsPart(
  findings: readonly TrafficFinding[],
  surroundings: Surroundings,
  cuts: string[],
): FindingsPart {
  const kinds = kindsOf(findings, surroundings);
  const anchors = new Map<TrafficFinding, string>();
  const rooms: Rooms = {
    full: new Room(FULL_BYTES),
    rows: new Room(ROW_BYTES),
    shared: new Room(SHARED_BYTES),
    each: findings.length > MANY ? FULL_OF_A_KIND : MANY,
    anchors,
  };
  return {
    index: indexOf(kinds),
    kinds: markup`${kinds.map((kind) => kindPart(kind, rooms, surroundings, cuts))}`,
    anchorOf: (finding) => anchors.get(finding) ?? null,
  };
}

function kindsOf(findings: readonly TrafficFinding[], { knowledge }: Surroundings): Kind[] {
  const groups = new Map<string, TrafficFinding[]>();
  for (const finding of findings.toReversed()) {
    const key = `${finding.severity} ${finding.pattern}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const rank = (group: readonly TrafficFinding[]): number => SEVERITIES.indexOf(group[0]?.severity ?? 'info');
  return [...groups.values()]
    .sort((a, b) => rank(b) - rank(a) || b.length - a.length)
    .flatMap((group, place) => {
      const [first] = group;
      if (first === undefined) return [];
      const { severity, pattern } = first;
      return [{ place, severity, pattern, title: knowledge.pattern(pattern)?.title ?? pattern, findings: group }];
    });
}

function indexOf(kinds: readonly Kind[]): Markup {
  const rows = SEVERITIES.toReversed().flatMap((severity) => {
    const found = kinds.filter((kind) => kind.severity === severity);
    if (found.length === 0) return [];
    const count = found.reduce((sum, kind) => sum + kind.findings.length, 0);
    const links = found.map(
      ({ place, title, findings }) =>
        markup`<li><a href="#kind-${place}">${title}</a> (${formatCount(findings.length)})</li>`,
    );
    return [
      markup`<tr><th scope="row">${badge(severity)}</th><td class="number">${formatCount(count)}</td><td><ul>${links}</ul></td></tr>`,
    ];
  });
  return markup`<table class="narrow"><caption>Findings by severity, the worst first</caption><thead><tr><th scope="col">Severity</th><th scope="col" class="number">Findings</th><th scope="col">Of what</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function badge(severity: Severity): Markup {
  return markup`<span class="badge is-${severity}">${severity}</span>`;
}

interface Rooms {
  readonly full: Room;
  readonly rows: Room;
  readonly shared: Room;
  /** Findings of a kind that may be told in full. */
  readonly each: number;
  /** Where each finding is told. */
  readonly anchors: Map<TrafficFinding, string>;
}

function kindPart(kind: Kind, rooms: Rooms, surroundings: Surroundings, cuts: string[]): Markup {
  const { place, severity, pattern, title, findings } = kind;
  const full: Markup[] = [];
  const rows: Markup[] = [];
  const isWorthOpening = place === 0 || (severity !== 'info' && severity !== 'low');
  for (const finding of findings) rooms.anchors.set(finding, `kind-${place}`);
  for (const [index, finding] of findings.entries()) {
    const anchor = `finding-${place}-${index}`;
    if (full.length === index && index < rooms.each) {
      const detail = rooms.full.take(() => findingDetail(finding, isWorthOpening && index === 0, anchor, surroundings));
      if (detail !== null) {
        full.push(detail);
        rooms.anchors.set(finding, anchor);
        continue;
      }
    }
    const row = rows.length < ROWS_OF_A_KIND ? rooms.rows.take(() => findingRow(finding, anchor)) : null;
    if (row === null) break;
    rows.push(row);
    rooms.anchors.set(finding, anchor);
  }
  const untold = findings.length - full.length - rows.length;
  if (rows.length > 0) cuts.push(`${plural(rows.length, 'finding')} of "${title}" (${severity}) in one row each`);
  if (untold > 0) cuts.push(`${plural(untold, 'finding')} of "${title}" (${severity}) only counted`);
  const [first] = findings;
  const shared = first === undefined ? null : rooms.shared.take(() => sharedPart(first, pattern, surroundings));
  const command = `portolan traffic --explain-rule ${pattern}`;
  if (shared === null) cuts.push(`what "${title}" means and what to do about it: ${command}`);
  const meaning = shared ?? markup`<p>What it means: <code>${command}</code></p>`;
  const count =
    findings.length === 1 ? null : markup` <span class="quiet">${plural(findings.length, 'finding')}</span>`;
  return markup`<section class="kind of-${severity}" id="kind-${place}" aria-labelledby="title-${place}">
<h3 id="title-${place}">${badge(severity)} ${title}${count}</h3>
${meaning}
${full}${rest(rows, untold, findings)}</section>
`;
}

/** What every finding of a pattern has in common: what it means, what else it may be, what to do, where that stands. */
function sharedPart(finding: TrafficFinding, pattern: string, { knowledge }: Surroundings): Markup {
  const innocent = finding.innocent.map(
    ({ text, tell }) => markup`<li>${cut(text, TEXT_LENGTH)} <b>To tell:</b> ${cut(tell, TEXT_LENGTH)}</li>`,
  );
  return markup`<p>${cut(finding.meaning, TEXT_LENGTH)}</p>
<div class="advised">${
    finding.advice.length === 0
      ? null
      : markup`<section><h4>What to do</h4>${adviceList(finding.advice, pattern, knowledge)}</section>`
  }${innocent.length === 0 ? null : markup`<section><h4>It may be innocent</h4><ul>${innocent}</ul></section>`}</div>
<details><summary>Sources, and what it rests on</summary><div class="inside">${referenceList(finding.references, knowledge)}<p class="quiet">All tests of this pattern: <code>portolan traffic --explain-rule ${finding.id}</code></p></div></details>
`;
}

function rest(rows: readonly Markup[], untold: number, findings: readonly TrafficFinding[]): Content {
  if (rows.length === 0 && untold === 0) return null;
  const events = findings.slice(-untold).reduce((sum, { count }) => sum + count, 0);
  const counted =
    untold === 0
      ? null
      : markup`<p class="quiet">${plural(untold, 'more finding')} with ${plural(events, 'event')} ${untold === 1 ? 'is' : 'are'} only counted here; <code>--json</code> tells every one.</p>`;
  if (rows.length === 0) return counted;
  return markup`<details class="finding"><summary>${plural(rows.length, 'more finding')} of this kind, in short</summary>
<table class="stack"><thead><tr><th scope="col">What was seen</th><th scope="col">Confidence</th><th scope="col" class="number">Events</th><th scope="col">When</th></tr></thead><tbody>${rows}</tbody></table></details>${counted}`;
}
