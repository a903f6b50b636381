import { dayOf, MILLISECONDS_A_DAY } from '../../../store/column-batch.ts';
import { literals } from '../../../store/literal.ts';
import { parseMoment } from '../../../store/moment.ts';
import type { TableName } from '../../../store/schema.ts';
import { StoreError, type Store } from '../../../store/store.ts';
import { formatDay } from '../../../store/summary.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { StoreDropDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { requireUnserved } from '../../store/store-server.ts';
import { formatLocation, storeLocationOf } from '../../store/store-flag.ts';
import { withStore } from '../../store/with-store.ts';
import { ask, canAsk } from '../kill/ask.ts';

type Rows = StoreDropDocument['rows'];

export async function run(input: Input, context: Context): Promise<void> {
  const before = readBefore(input, context);
  const [isJson, isSure] = [input.has('json'), input.has('yes')];
  if (isJson && !isSure) throw new CliError(EXIT.usage, '--json does not ask, and needs --yes');
  const location = storeLocationOf(input, context);
  await requireUnserved(location, 'days cannot be dropped from here (its --keep-days does it)');
  const place = formatLocation(location);
  await withStore(location, async (store) => {
    const rows = await rowsBefore(store, before);
    const all = Object.values(rows).reduce((sum, each) => sum + each, 0);
    if (!isJson) context.stdout.line(describe(rows, all, before, place));
    if (all > 0 && !isSure) confirm(context);
    const dropped = all === 0 ? [] : (await store.dropBefore(before)).map(formatDay);
    if (isJson) {
      const head = { ...envelope('store-drop', context), store: place, before: formatDay(before) };
      context.stdout.line(JSON.stringify({ ...head, rows, days: dropped } satisfies StoreDropDocument, null, 2));
    } else if (dropped.length > 0) context.stdout.line(`Dropped ${dropped.length} days`);
  });
}

/** Days since 1970. */
function readBefore(input: Input, context: Context): number {
  const text = input.value('before');
  if (text === null) throw new CliError(EXIT.usage, 'before which day? Give --before 2026-09-01, or --before 90d');
  const moment = parseMoment(text, context.now().getTime());
  if (moment === null || text === 'all') {
    throw new CliError(
      EXIT.usage,
      `--before ${JSON.stringify(text)} is no day; give one such as 2026-09-01, or 90d for so long ago`,
    );
  }
  return dayOf(moment);
}

async function rowsBefore(store: Store, day: number): Promise<Rows> {
  const before = literals.time(day * MILLISECONDS_A_DAY);
  const count = async (table: TableName): Promise<number> => {
    const { rows, isPartial } = await store.ask(`SELECT count(*) AS row_count FROM ${table} WHERE ts < ${before}`);
    if (isPartial) throw new StoreError('not all servers of the store can be asked what would be dropped; nothing was');
    return Number(rows[0]?.[0] ?? 0);
  };
  return {
    events: await count('events'),
    listeners: await count('listeners'),
    verdicts: await count('verdicts'),
    findings: await count('findings'),
  };
}

function describe(rows: Rows, all: number, before: number, place: string): string {
  const where = `of days before ${formatDay(before)} (UTC) in the store ${printable(place)}`;
  if (all === 0) return `There is nothing ${where}`;
  const parts = Object.entries(rows).flatMap(([table, count]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? 'row' : 'rows'} of ${table}`],
  );
  return `This drops ${parts.join(', ')} ${where}, for good.`;
}

function confirm(context: Context): void {
  if (!canAsk()) {
    throw new CliError(EXIT.refused, 'refused: there is no terminal to ask on; --yes drops them all the same');
  }
  if (!ask('Drop them?', context)) throw new CliError(EXIT.found, 'nothing was dropped');
}
