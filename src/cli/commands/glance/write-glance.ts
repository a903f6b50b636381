import { listenerRecords } from '../../../sockets/listener-record.ts';
import { glanceReport } from '../../../sockets/report/glance-report.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { GlanceDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import { GlanceScreen } from './glance-screen.ts';

/**
 * Writes the opening screen, or the same as data: the listeners, each with its findings. `since` is what changed since
 * the last snapshot, in a line; null for nothing.
 */
export function writeGlance(view: SocketView, since: string | null, format: Format, context: Context): void {
  const { stdout } = context;
  switch (format) {
    case 'json': {
      const document: GlanceDocument = { ...envelope('glance', context), ...glanceReport(view) };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const listener of listenerRecords(view)) stdout.line(JSON.stringify(listener));
      return;
    case 'csv':
      stdout.line('port,transport,service,exposure,owner,processes,addresses,findings');
      for (const one of listenerRecords(view)) {
        const processes = one.processes.map((process) => `${process.name}(${process.pid})`).join(' ');
        const findings = one.findings.map((finding) => finding.id).join(' ');
        stdout.line(
          csvLine([
            one.port,
            one.transport,
            one.service,
            one.exposure,
            one.owner,
            processes,
            one.addresses.join(' '),
            findings,
          ]),
        );
      }
      return;
    case 'text':
      for (const line of new GlanceScreen(view, since, context).lines()) stdout.line(line);
  }
}
