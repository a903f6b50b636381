import { formatCount, plural } from '../../words.ts';
import type { Evidence, Share, TrafficFinding } from '../traffic-finding.ts';
import type { InputSummary } from '../traffic-report.ts';
import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import type { PageKnowledge } from './page-knowledge.ts';
import { timeLine } from './time-line.ts';
import { clockText, periodText, sizeText } from './words.ts';

/** So many addresses and ports a finding keeps (traffic-finding.ts): of a full list there may be more. */
const FULL_LIST = 32;
const TITLE_LENGTH = 600;
const EVIDENCE_LENGTH = 520;
const MAX_LINES = 12;

export interface Surroundings {
  readonly inputs: readonly InputSummary[];
  readonly knowledge: PageKnowledge;
  /** What else is known of a finding. */
  readonly noteOn: (finding: TrafficFinding) => Content;
}

/**
 * One finding: its sentence, and behind it what it rests on. What all findings of its kind share stands above them. The
 * anchor stands inside: browsers unfold what they are sent into.
 */
export function findingDetail(
  finding: TrafficFinding,
  isOpen: boolean,
  anchor: string,
  surroundings: Surroundings,
): Markup {
  const line = timeLine(finding.timeline, { events: finding.count, first: finding.first });
  return markup`<details class="finding"${isOpen ? markup` open` : null}><summary>${cut(finding.title, TITLE_LENGTH)}<span class="quiet">${finding.severity}, confidence ${finding.confidence} &middot; ${plural(finding.count, 'event')} &middot; ${whenText(finding)}</span></summary>
<div class="inside" id="${anchor}">${surroundings.noteOn(finding)}${facts(finding)}
${list('Why: the tests it passed', finding.why)}
${list('Tools whose marks the packets bear, which is no proof', finding.tools)}
${list('Limits', finding.limits)}
${line === null ? null : markup`<h4>When</h4><figure>${line}</figure>`}
<div class="ends">${shares('Who', finding.who, finding.counts.sources)}${shares('Whom', finding.targets, finding.counts.hosts)}${shares('Ports', finding.ports, finding.counts.ports, surroundings.knowledge)}</div>
${evidence(finding.records, surroundings.inputs)}
<h4>Selects exactly these events</h4><p><code>${cut(finding.query, 300)}</code></p></div></details>
`;
}

/** The shortest there is to say: one row of a table. */
export function findingRow(finding: TrafficFinding, anchor: string): Markup {
  return markup`<tr id="${anchor}"><td>${cut(finding.title, 240)}</td><td data-label="Confidence">${finding.confidence}</td><td class="number" data-label="Events">${formatCount(finding.count)}</td><td data-label="When">${whenText(finding)}</td></tr>
`;
}

function whenText({ first, last }: TrafficFinding): string {
  return first === '' ? 'without times' : periodText(first, last);
}

function facts({ counts, who, targets, ports }: TrafficFinding): Markup {
  const count = (value: number, shown: readonly Share[]): string =>
    `${counts.atLeast && value === shown.length && value >= FULL_LIST ? 'at least ' : ''}${formatCount(value)}`;
  const told: [name: string, value: string][] = [['Events', formatCount(counts.events)]];
  if (counts.packets > 0) told.push(['Packets', formatCount(counts.packets)]);
  if (counts.bytes > 0) told.push(['Bytes', sizeText(counts.bytes)]);
  told.push(['Sources', count(counts.sources, who)], ['Hosts', count(counts.hosts, targets)]);
  if (counts.ports > 0) told.push(['Ports', count(counts.ports, ports)]);
  return markup`<dl class="facts">${told.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function list(title: string, lines: readonly string[]): Content {
  if (lines.length === 0) return null;
  const told = lines.slice(0, MAX_LINES).map((line) => cut(line, TITLE_LENGTH));
  if (lines.length > MAX_LINES) told.push(`and ${formatCount(lines.length - MAX_LINES)} more`);
  return markup`<h4>${title}</h4><ul>${told.map((line) => markup`<li>${line}</li>`)}</ul>`;
}

/** Addresses or ports with their events; the number first, the name of a port beside it. */
function shares(title: string, all: readonly Share[], count: number, knowledge?: PageKnowledge): Content {
  if (all.length === 0) return null;
  const shown = all.slice(0, MAX_LINES);
  const folded = all.slice(MAX_LINES);
  const item = ({ name, events }: Share): Markup => {
    const known = knowledge?.portName(name) ?? null;
    return markup`<li><span>${cut(name, 80)}${known === null ? null : ` ${cut(known, 80)}`}</span><span>${events > 0 ? formatCount(events) : ''}</span></li>`;
  };
  const unlisted = count - all.length;
  return markup`<section><h4>${title}${shown.some(({ events }) => events > 0) ? ', with events' : ''}</h4><ul class="shares">${shown.map(item)}</ul>${
    folded.length === 0
      ? null
      : markup`<details><summary>${formatCount(folded.length)} more</summary><ul class="shares">${folded.map(item)}</ul></details>`
  }${unlisted > 0 ? markup`<p class="quiet">and ${formatCount(unlisted)} that no list was kept of</p>` : null}</section>`;
}

function evidence(records: readonly Evidence[], inputs: readonly InputSummary[]): Content {
  if (records.length === 0) return null;
  const shown = records.slice(0, MAX_LINES);
  const items = shown.map(({ input, record, time, text }) => {
    const file = cut(inputs[input]?.name ?? '', 200);
    const place = `${file}, record ${formatCount(record)}${time === null ? '' : `, ${clockText(time)}`}`;
    return markup`<li><span class="quiet">${place}</span>${isShown(text) ? markup`<pre>${cut(text, EVIDENCE_LENGTH)}</pre>` : null}</li>`;
  });
  const missing = shown.every(({ text }) => isShown(text))
    ? null
    : markup`<p class="quiet">A record without text is a packet or a flow, or stands in what cannot be read a second time.</p>`;
  return markup`<h4>Evidence: the first, a sample, the last</h4><ol class="records">${items}</ol>${missing}`;
}

function isShown(text: string | null): text is string {
  return text !== null && text !== '';
}
