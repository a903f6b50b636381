import { summarizeStore, type StoreSummary } from '../../../store/summary.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { StoreStatsDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { askOwner } from '../../store/store-server.ts';
import { formatLocation, storeLocationOf } from '../../store/store-flag.ts';
import { withStore } from '../../store/with-store.ts';
import { formatSummary } from './summary-text.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const location = storeLocationOf(input, context);
  const told = await askOwner(location, 'GET', '/api/v1/store');
  if (told !== null && !isSummary(told)) {
    throw new CliError(EXIT.couldNotLook, 'portolan serve answers, and not as this version does; restart it');
  }
  const summary = told ?? (await withStore(location, summarizeStore));
  const store = formatLocation(location);
  if (input.has('json')) {
    const document: StoreStatsDocument = { ...envelope('store-stats', context), store, ...summary };
    context.stdout.line(JSON.stringify(document, null, 2));
  } else {
    for (const line of formatSummary(store, summary)) context.stdout.line(line);
  }
  if (!summary.isPartial) return;
  context.stdout.flush();
  context.stderr.line('portolan: PARTIAL ANSWER: not all servers of the store could be asked for days and sensors');
}

/** What its shape hangs on; it comes from the owner's own process. */
function isSummary(value: unknown): value is StoreSummary {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'rows' in value && 'ledgerRows' in value && 'days' in value && 'sensors' in value && Array.isArray(value.sensors)
  );
}
