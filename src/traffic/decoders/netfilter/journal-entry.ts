import type { EventBatch } from '../../event-batch.ts';
import type { Clock } from '../clock.ts';
import type { LineVerdict } from '../decoder.ts';
import { MessageReader } from './message-reader.ts';

/** Reads entries of the journal, however they were written down. */
export class JournalEntryReader {
  readonly #messages: MessageReader;

  constructor(clock: Clock) {
    this.#messages = new MessageReader(clock);
  }

  /** The tools that wrote the rules, as their prefixes tell. */
  get tools(): readonly string[] {
    return this.#messages.tools;
  }

  /** `microseconds` since 1970, of when the journal took the entry; NaN where it is not known. */
  read(message: Buffer, microseconds: number, batch: EventBatch): LineVerdict {
    return this.#messages.readMessage(message, 0, message.length, microseconds / 1_000_000, batch);
  }
}

export function variantOfJournal(tools: readonly string[]): string | null {
  return tools.length === 0 ? null : `netfilter log (journal, ${tools.join(', ')})`;
}
