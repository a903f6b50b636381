import type { SocketView } from '../../../sockets/socket-row.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { WhoDocument, WhoRecord } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import { describeGaps } from '../../../sockets/gaps.ts';
import { formatWho } from './who-text.ts';

export function writeWho(records: readonly WhoRecord[], view: SocketView, format: Format, context: Context): void {
  const { stdout, stderr } = context;
  const gaps = describeGaps(view.snapshot);
  switch (format) {
    case 'json': {
      const document: WhoDocument = { ...envelope('who', context), ports: records, gaps };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const record of records) stdout.line(JSON.stringify(record));
      return;
    case 'csv':
      stdout.line('port,transport,pid,name,user,started,unit,folder,command');
      for (const { port, transport, holders } of records) {
        for (const one of holders) {
          const { pid, name, user, started, unit, folder, command } = one;
          stdout.line(csvLine([port, transport, pid, name, user, started, unit, folder, command]));
        }
      }
      return;
    case 'text': {
      const held = records.filter((record) => record.held);
      for (const line of formatWho(held, view.snapshot.takenAt, context)) stdout.line(line);
      // Whoever was found is the whole answer; what could not be seen matters where somebody was not.
      const hidden = held.some(({ bindings }) => bindings.some(({ owner }) => owner === 'not-permitted'));
      if (hidden) for (const gap of gaps) stderr.line(`portolan: ${gap}`);
    }
  }
}
