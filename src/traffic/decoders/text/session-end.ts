import { OUTCOME, type EventBatch } from '../../event-batch.ts';

/** What a firewall counted of a session by its end; NaN where it does not say. */
export interface SessionCounters {
  readonly packets: number;
  readonly bytes: number;
  readonly packetsBack: number;
  readonly bytesBack: number;
}

export function setCounters(batch: EventBatch, row: number, counters: SessionCounters): void {
  if (!Number.isNaN(counters.packets)) batch.packets[row] = counters.packets;
  batch.bytes[row] = counters.bytes;
  batch.packetsBack[row] = counters.packetsBack;
  batch.bytesBack[row] = counters.bytesBack;
}

/** What became of a session that was let through. `isReset`: by the one who was asked. */
export function sessionOutcome({ packetsBack, bytesBack }: SessionCounters, isReset: boolean): number {
  const back = Number.isNaN(packetsBack) ? bytesBack : packetsBack;
  if (Number.isNaN(back)) return isReset ? OUTCOME.answered : OUTCOME.allowed;
  if (back === 0) return OUTCOME.unanswered;
  return isReset && packetsBack === 1 ? OUTCOME.refused : OUTCOME.answered;
}

/** NaN where the text is no number of at most 15 digits. */
export function countText(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
