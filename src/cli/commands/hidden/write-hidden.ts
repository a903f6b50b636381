import { formatPortRange } from '../../../net/port.ts';
import type { HiddenPort, HiddenReport, NotLooked } from '../../../sockets/hidden/report.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { HiddenDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import { wrap } from '../../wrap.ts';

/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 120;

export function writeHidden(report: HiddenReport, format: Format, context: Context): void {
  const { stdout } = context;
  switch (format) {
    case 'json': {
      const document: HiddenDocument = { ...envelope('hidden', context), ...report };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const one of report.hidden) stdout.line(JSON.stringify(one));
      return;
    case 'csv':
      stdout.line('port,transport,families,where,verdict');
      for (const { port, transport, families, where, verdict } of report.hidden) {
        stdout.line(csvLine([port, transport, families.join(' '), where, verdict]));
      }
      return;
    case 'text':
      writeText(report, context);
  }
}

function writeText(report: HiddenReport, { stdout, style, width }: Context): void {
  const room = width === Number.POSITIVE_INFINITY ? width : Math.min(width, MAX_WIDTH);
  const say = (text: string, paint = (line: string): string => line): void => {
    for (const line of wrap(text, room)) stdout.line(paint(line));
  };
  const { hidden, probed, shown, explained } = report;
  if (hidden.length === 0) say('nothing hidden was found', style.good);
  for (const one of hidden)
    say(describeHidden(one), one.verdict === 'bound-not-listening' ? style.warning : style.danger);
  for (const advice of new Set(report.findings.flatMap((finding) => finding.advice))) say(`  ${advice}`);
  stdout.line();
  const looked = [`probed ${probed.tcp} TCP and ${probed.udp} UDP ports of ${report.from}-${report.to}`];
  if (shown.tcp + shown.udp > 0) looked.push(`${shown.tcp} and ${shown.udp} are held by sockets that the tables show`);
  if (explained > 0) looked.push(`${explained} came or went meanwhile`);
  say(looked.join('; '), style.dim);
  for (const text of describeNotLooked(report.notLooked)) say(`not looked at: ${text}`, style.warning);
  for (const limit of report.limits) say(limit, style.dim);
}

function describeHidden({ port, transport, families, where, explanation }: HiddenPort): string {
  const at = where === 'loopback' ? '' : ', on an address other than loopback';
  return `${port}/${transport}  ${explanation} (${families.join(' and ')}${at})`;
}

const REASONS: Readonly<Record<NotLooked['reason'], string>> = {
  'not-permitted': 'this user may not bind them; run as root',
  'no-family': 'this host has no such addresses',
  'table-not-read': "the kernel's table could not be read",
  failed: 'the probe failed; too few file descriptors, perhaps',
};

/** The same gap in several tables is one line. */
function describeNotLooked(notLooked: readonly NotLooked[]): string[] {
  const byGap = new Map<string, string[]>();
  for (const one of notLooked) {
    const gap = `ports ${formatPortRange(one)}: ${REASONS[one.reason]}`;
    byGap.set(gap, [...(byGap.get(gap) ?? []), `${one.transport} over ${one.family === 'ipv4' ? 'IPv4' : 'IPv6'}`]);
  }
  return [...byGap].map(([gap, tables]) => `${tables.join(', ')}, ${gap}`);
}
