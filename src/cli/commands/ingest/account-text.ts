import type { IngestAccount, IngestedInput } from '../../../ingest/account.ts';
import { describeSpan, formatCount, plural } from '../../../traffic/words.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';

/** What a run did, a line for each input, the sum last. */
export function writeAccount(
  { inputs, spooled, delivery, isDelivered }: IngestAccount,
  { stdout, style }: Context,
): void {
  for (const input of inputs) {
    stdout.line(`${printable(input.name)}  ${describeInput(input)}`);
    for (const note of input.notes) stdout.line(style.dim(`  ${printable(note)}`));
  }
  const { sink, delivered, duplicates, refused, oldestSeconds, trouble } = delivery;
  const parts = [`${plural(delivered, 'event')} stored in ${printable(sink)}`];
  if (duplicates > 0) parts.push(`${formatCount(duplicates)} were there already from a run that was cut short`);
  if (refused > 0) parts.push(`${plural(refused, 'batch').replace(/batchs$/, 'batches')} refused and set aside`);
  stdout.line(parts.join('; '));
  if (isDelivered) return;
  if (trouble !== null) stdout.line(style.warning(printable(trouble)));
  const waiting = Math.max(spooled - delivered - duplicates, 0);
  stdout.line(
    style.warning(
      `not all of it is stored: ${waiting > 0 ? `${plural(waiting, 'event')} of this run` : 'something'} ${waiting > 1 ? 'wait' : 'waits'} in the spool, the oldest for ${describeSpan(oldestSeconds)}; portolan ingest --once delivers it`,
    ),
  );
}

function describeInput(input: IngestedInput): string {
  const { format, records, malformed, firstMalformed, other, events, already, untimed, dropped, error } = input;
  if (error !== null) return 'not read';
  if (format === null) return events === 0 ? 'nothing to read' : `${plural(events, 'event')}, nothing new`;
  const parts = [format, `${plural(records, 'record')} read`, plural(events, 'event')];
  if (already > 0) parts.push(`${formatCount(already)} of them stored before`);
  if (other > 0) parts.push(`${formatCount(other)} records of something else`);
  if (malformed > 0) {
    const [first] = firstMalformed;
    parts.push(
      `${formatCount(malformed)} not understood${first === undefined ? '' : `, the first is ${formatCount(first)}`}`,
    );
  }
  if (untimed > 0) parts.push(`${plural(untimed, 'event')} without a time, not stored`);
  if (dropped > 0) parts.push(`${plural(dropped, 'event')} dropped`);
  return parts.join(', ');
}
