import { EPHEMERAL_LIMITS, type EphemeralReport } from '../../../sockets/ephemeral/report.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { EphemeralDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import { ephemeralText } from './ephemeral-text.ts';

export interface EphemeralWanted {
  readonly format: Format;
  /** How many destinations. */
  readonly top: number;
  readonly advice: boolean;
}

export function writeEphemeral(
  report: EphemeralReport,
  gaps: readonly string[],
  { format, top, advice }: EphemeralWanted,
  context: Context,
): void {
  const { stdout } = context;
  const destinations = report.use.destinations.slice(0, top);
  switch (format) {
    case 'json':
      stdout.line(JSON.stringify(documentOf(report, destinations, gaps, context), null, 2));
      return;
    case 'ndjson':
      for (const one of destinations) stdout.line(JSON.stringify(one));
      return;
    case 'csv':
      stdout.line('source,destination,port,used,time_wait,reusable,left,share');
      for (const one of destinations) {
        const { source, destination, port, used, timeWait, reusable, left, share } = one;
        stdout.line(csvLine([source, destination, port, used, timeWait, reusable, left, share]));
      }
      return;
    case 'text':
      for (const line of ephemeralText(report, destinations, advice, context)) stdout.line(line);
      for (const gap of gaps) context.stderr.line(`portolan: ${gap}`);
  }
}

function documentOf(
  report: EphemeralReport,
  destinations: EphemeralDocument['destinations'],
  gaps: readonly string[],
  context: Context,
): EphemeralDocument {
  const { pool, settings, use } = report;
  return {
    ...envelope('ephemeral', context),
    namespace: settings.namespace,
    range: pool.range,
    reserved: pool.reserved,
    usable: pool.usable,
    blocked: use.blocked,
    settings: {
      reuseTimeWait: settings.reuseTimeWait,
      timestamps: settings.timestamps,
      maxTimeWait: settings.maxTimeWait,
    },
    share: report.share,
    verdict: report.verdict,
    sustainedRate: report.sustainedRate,
    bind: use.bind,
    udp: use.udp,
    destinationCount: use.destinations.length,
    destinations,
    listeners: report.listeners,
    findings: report.findings,
    advice: report.advice,
    limits: EPHEMERAL_LIMITS,
    gaps,
  };
}
