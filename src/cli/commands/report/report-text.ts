import { hostname } from 'node:os';
import { worstFinding, type Severity } from '../../../findings/finding.ts';
import type { JoinedReport, PortRow } from '../../../report/joined-report.ts';
import { askedText, isThere, onlyKnocked, portText, STANDING_WORDS } from '../../../report/words.ts';
import { EXPOSURE_WORDS } from '../../../sockets/exposure.ts';
import { holderWords, isQuietClient } from '../../../sockets/report/html/listeners-part.ts';
import { filesText } from '../../../traffic/report/html/traffic-parts.ts';
import { clockText } from '../../../traffic/report/html/words.ts';
import { formatCount, plural } from '../../../traffic/words.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';
import type { Style } from '../../style.ts';
import { Page } from '../traffic/page.ts';

/** Lines of one lens in a row; the page and --json have all of them. */
const SHOWN = 3;
const PORTS_SHOWN = 20;

/** The report by port, the most urgent last: what listens, who knocked, what the audit said. */
export function writeReportText(
  joined: JoinedReport,
  { all, isOnPage }: { readonly all: boolean; readonly isOnPage: boolean },
  context: Context,
): void {
  const page = new Page(context);
  page.text(headText(joined), page.style.strong);
  for (const gap of joined.glance.gaps) page.text(`? ${gap}`, page.style.warning);
  const there = joined.ports.filter((row) => isThere(row) && !isClient(row, joined));
  const quiet = there.filter(({ urgency }) => urgency === null);
  if (all) for (const row of quiet) writeRow(row, joined, page);
  else if (quiet.length > 0) {
    page.gap();
    page.text(`Nothing to look at on ${plural(quiet.length, 'port')}: ${namesText(quiet)}`, page.style.dim);
  }
  const knocked = onlyKnocked(joined.ports);
  if (knocked.length > 0) {
    page.gap();
    page.text(`Knocked on, and nothing listens or answers there: ${namesText(knocked.toReversed())}`, page.style.dim);
  }
  if (joined.elsewhere > 0) {
    page.gap();
    page.text(`${plural(joined.elsewhere, 'finding')} of the logs about other hosts: portolan traffic`, page.style.dim);
  }
  for (const row of there) if (row.urgency !== null) writeRow(row, joined, page);
  page.gap();
  for (const limit of joined.limits) page.text(limit, page.style.dim);
  page.text(closingText(there, isOnPage));
}

/** `db-3 · 9 ports listen · kern.log: 4 findings · audit of 2026-11-22 11:58 UTC: 2 findings` */
function headText({ glance, traffic, audit }: JoinedReport): string {
  const { listening } = glance.summary;
  const parts = [hostname(), `${plural(listening, 'port')} ${listening === 1 ? 'listens' : 'listen'}`];
  if (traffic !== null) parts.push(`${filesText(traffic.summary)}: ${plural(traffic.findings.length, 'finding')}`);
  if (audit !== null) {
    parts.push(`audit of ${clockText(audit.generatedAt, 60)} UTC: ${plural(audit.findings.length, 'finding')}`);
  }
  return parts.map(printable).join(' · ');
}

function writeRow(row: PortRow, joined: JoinedReport, page: Page): void {
  const { urgency, service } = row;
  page.gap();
  const name = `${portText(row)}${service === null ? '' : ` ${service}`}`;
  page.labelled(urgency ?? 'nothing', paintOf(urgency, page.style), printable(name), page.style.strong);
  told('here', row.host === null ? listenLines(row, joined) : [], page);
  told('logs', knockLines(row, joined), page);
  told('audit', auditLines(row, joined), page);
}

function told(label: string, lines: readonly string[], page: Page): void {
  const shown = lines.slice(0, SHOWN);
  if (lines.length > SHOWN) shown.push(`and ${formatCount(lines.length - SHOWN)} more`);
  for (const [place, line] of shown.entries()) {
    page.labelled(place === 0 ? `  ${label}` : '', page.style.dim, printable(line));
  }
}

function listenLines({ listeners }: PortRow, { glance }: JoinedReport): string[] {
  if (listeners.length === 0) return ['nothing listens'];
  return listeners.flatMap((place) => {
    const listener = glance.listeners[place];
    if (listener === undefined) return [];
    const worst = worstFinding(listener.findings);
    const look = worst === null ? '' : `: ${worst.title}`;
    return [`${holderWords(listener)}, ${EXPOSURE_WORDS[listener.exposure]}${look}`];
  });
}

function knockLines({ knocks }: PortRow, { traffic }: JoinedReport): string[] {
  return knocks.flatMap(({ finding, standing }) => {
    const said = traffic?.findings[finding];
    if (said === undefined) return [];
    const words = STANDING_WORDS[standing];
    return [`${said.title}${words === '' ? '' : `: ${words}`}`];
  });
}

function auditLines({ asked, verdicts }: PortRow, { audit }: JoinedReport): string[] {
  const titles = verdicts.flatMap((place) => audit?.findings[place]?.title ?? []);
  return [...new Set(asked.map(askedText)), ...titles];
}

/** `22/tcp ssh, 631/tcp ipp and 7 more` */
function namesText(rows: readonly PortRow[]): string {
  const names = rows
    .slice(0, PORTS_SHOWN)
    .map((row) => `${portText(row)}${row.service === null ? '' : ` ${row.service}`}`);
  const rest = rows.length - names.length;
  return printable(`${names.join(', ')}${rest === 0 ? '' : ` and ${formatCount(rest)} more`}`);
}

function isClient({ listeners, knocks, asked }: PortRow, { glance }: JoinedReport): boolean {
  if (knocks.length > 0 || asked.length > 0 || listeners.length === 0) return false;
  return listeners.every((place) => {
    const listener = glance.listeners[place];
    return listener !== undefined && isQuietClient(listener);
  });
}

function closingText(rows: readonly PortRow[], isOnPage: boolean): string {
  const looks = rows.filter(({ urgency }) => urgency !== null);
  const worst = looks.at(-1);
  const page = isOnPage ? '' : '   portolan report --html report.html writes all of it as one page';
  if (worst === undefined) return `Nothing to look at.${page}`;
  return `${plural(looks.length, 'port')} to look at.   portolan explain ${worst.port}/${worst.transport}${page}`;
}

function paintOf(urgency: Severity | null, style: Style): (text: string) => string {
  if (urgency === 'critical' || urgency === 'high') return style.danger;
  return urgency === 'medium' ? style.warning : style.dim;
}
