import { frame } from '../../findings/envelope.ts';
import { describeGaps } from '../../sockets/gaps.ts';
import { listenerRecords } from '../../sockets/listener-record.ts';
import { summarize } from '../../sockets/summary.ts';
import type { ApiDesk } from './desk.ts';
import { lookAround } from './look.ts';

/** As `portolan --json`: what listens here, with findings. */
export async function glanceDocument(desk: ApiDesk): Promise<object> {
  const view = await lookAround(desk);
  return {
    ...frame('glance', desk.now(), desk.host),
    summary: summarize(view),
    muted: view.muted,
    listeners: listenerRecords(view),
    gaps: describeGaps(view.snapshot),
  };
}
