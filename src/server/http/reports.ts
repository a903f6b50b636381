import { Hono, type Context } from 'hono';
import { PAGE_POLICY } from '../../html/page-policy.ts';
import type { PageParts } from '../page/page-parts.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

export interface ReportRoutesParts extends Pick<PageParts, 'analyses' | 'audits' | 'reports'> {
  readonly tokens: TokenBook;
  readonly door: Door;
}

/** `GET .../report.html`: an analysis, the last audit, or all that is known, as the page of one file that `--html` writes. */
export function reportRoutes({ analyses, audits, reports, tokens, door }: ReportRoutesParts): Hono<AppEnv> {
  const forPage = onlyFor('page', door, tokens);
  const noAnalysis = (c: Context): Response =>
    failure(c, 404, 'there is no such analysis, or nothing of it is known yet');
  return new Hono<AppEnv>()
    .get('/analyses/:id/report.html', forPage, async (c) => {
      const report = analyses.get(c.req.param('id'))?.report ?? null;
      return report === null ? noAnalysis(c) : download(c, await reports.ofTraffic(report), 'traffic-report.html');
    })
    .get('/audits/latest/report.html', forPage, async (c) => {
      if (audits.latest === null) return failure(c, 404, 'nothing was audited yet since serve was started');
      return download(c, await reports.ofAudit(audits.latest), 'audit-report.html');
    })
    .get('/report.html', forPage, async (c) => {
      const id = c.req.query('analysis');
      // Without a number the newest one that was read to its end.
      const report =
        analyses.get(id ?? analyses.list().find(({ state }) => state === 'done')?.id ?? '')?.report ?? null;
      if (id !== undefined && report === null) return noAnalysis(c);
      return download(c, await reports.ofAll(report, audits.latest), 'ports-report.html');
    });
}

/** A file to keep. Should a browser show it all the same, it runs and fetches nothing, and is no part of this origin. */
function download(c: Context, page: string, name: string): Response {
  return c.body(page, 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Content-Security-Policy': `sandbox; ${PAGE_POLICY.toString()}`,
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
}
