import { frame, type Envelope } from '../../findings/envelope.ts';
import { glanceReport, type GlanceReport } from '../../sockets/report/glance-report.ts';
import type { ApiDesk } from './desk.ts';
import { lookAround } from './look.ts';

export interface GlanceAnswer extends Envelope<'glance'>, GlanceReport {}

/** As `portolan --json`: what listens here, with findings. */
export async function glanceDocument(desk: ApiDesk): Promise<GlanceAnswer> {
  return { ...frame('glance', desk.now(), desk.host), ...glanceReport(await lookAround(desk)) };
}
