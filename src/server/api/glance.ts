import { frame } from '../../findings/envelope.ts';
import { describeGaps } from '../../sockets/gaps.ts';
import { listenerRecords, type ListenerRecord } from '../../sockets/listener-record.ts';
import { summarize, type Summary } from '../../sockets/summary.ts';
import type { ApiDesk } from './desk.ts';
import { lookAround } from './look.ts';

export interface GlanceAnswer {
  readonly summary: Summary;
  /** Findings that the user's notes silence. */
  readonly muted: number;
  readonly listeners: readonly ListenerRecord[];
  /** What could not be seen, a sentence each. */
  readonly gaps: readonly string[];
}

/** As `portolan --json`: what listens here, with findings. */
export async function glanceDocument(desk: ApiDesk): Promise<GlanceAnswer> {
  const view = await lookAround(desk);
  return {
    ...frame('glance', desk.now(), desk.host),
    summary: summarize(view),
    muted: view.muted,
    listeners: listenerRecords(view),
    gaps: describeGaps(view.snapshot),
  };
}
