import type { Answer } from '../../../knowledge/answer.ts';
import type { Answer as StoreAnswer } from '../../../store/ask.ts';
import type { StoreLocation } from '../../../store/location.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { askStore } from '../ask/ask-store.ts';
import { holderKey } from './holders.ts';

/** Each is a question to the store. */
const MAX_ASKED = 8;
const SOURCES_SHOWN = 3;

/**
 * A sentence on what the store has of each answer's port, by `holderKey`. Where it cannot be asked the sentence says so: an
 * explanation is worth having without it.
 */
export async function describeStored(
  answers: readonly Answer[],
  location: StoreLocation,
  context: Context,
): Promise<Map<string, string>> {
  const told = new Map<string, string>();
  const asked = answers.filter(
    ({ port, lastPort, transport }) => port === lastPort && (transport === 'tcp' || transport === 'udp'),
  );
  for (const answer of asked.slice(0, MAX_ASKED)) {
    const port = `${answer.port}/${answer.transport}`;
    try {
      const story = await askStore('port-story', new Map([['port', port]]), location, context);
      told.set(holderKey(answer), describeStory(story, port));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      told.set(holderKey(answer), `could not look: ${error.message}`);
    }
  }
  return told;
}

/** `4,211 knocks on 22/tcp in 30 days, 4,000 of them dropped, most by 203.0.113.7   (portolan ask port-story 22/tcp)` */
export function describeStory({ parts }: Pick<StoreAnswer, 'parts'>, port: string): string {
  const rowsOf = (name: string): StoreAnswer['parts'][number]['rows'] =>
    parts.find((part) => part.name === name)?.rows ?? [];
  const sum = (column: string): number => rowsOf('days').reduce((total, row) => total + Number(row[column] ?? 0), 0);
  const events = sum('events');
  const more = `   (portolan ask port-story ${port})`;
  if (events === 0) return `no knock on ${port} in 30 days${more}`;
  const sources = rowsOf('sources')
    .slice(0, SOURCES_SHOWN)
    .flatMap(({ source }) => (typeof source === 'string' ? [printable(source)] : []));
  const dropped = sum('dropped');
  const count = `${events.toLocaleString('en-US')} ${events === 1 ? 'knock' : 'knocks'} on ${port} in 30 days`;
  const lost = dropped === 0 ? '' : `, ${dropped.toLocaleString('en-US')} of them dropped`;
  return `${count}${lost}${sources.length === 0 ? '' : `, most by ${sources.join(', ')}`}${more}`;
}
