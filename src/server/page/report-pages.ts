import { readInterfaces } from '../../audit/network/own-addresses.ts';
import { frame } from '../../findings/envelope.ts';
import type { JoinedReport } from '../../report/joined-report.ts';
import { glanceReport } from '../../sockets/report/glance-report.ts';
import type { TrafficReport } from '../../traffic/report/traffic-report.ts';
import type { ApiDesk } from '../api/desk.ts';
import { lookAround } from '../api/look.ts';
import type { AuditDocument } from '../audits/audit-runs.ts';

/**
 * Reports as the command line writes them with --html, by the same renderers. Each page is bounded, so that making one
 * takes no thread of its own; what renders is loaded when the first is asked for.
 */
export class ReportPages {
  readonly #desk: ApiDesk;
  readonly #version: string;

  /** `version`: of Portolan. */
  constructor(desk: ApiDesk, version: string) {
    this.#desk = desk;
    this.#version = version;
  }

  async ofTraffic(report: TrafficReport): Promise<string> {
    const [{ renderTrafficPage }, { pageKnowledge }] = await Promise.all([
      import('../../traffic/report/html/traffic-page.ts'),
      import('../../traffic/report/html/page-knowledge.ts'),
    ]);
    const { knowledge, now, host } = this.#desk;
    return renderTrafficPage({ ...frame('traffic', now(), host), ...report }, pageKnowledge(knowledge));
  }

  async ofAudit(audit: AuditDocument): Promise<string> {
    const { renderAuditPage } = await import('../../audit/report/html/audit-page.ts');
    return renderAuditPage(audit, { ...audit, version: this.#version }, null);
  }

  /** All lenses, joined by port. */
  async ofAll(traffic: TrafficReport | null, audit: AuditDocument | null): Promise<string> {
    const [{ renderReportPage }, { joinLenses }, { pageKnowledge }] = await Promise.all([
      import('../../report/html/report-page.ts'),
      import('../../report/join.ts'),
      import('../../traffic/report/html/page-knowledge.ts'),
    ]);
    const { now, host } = this.#desk;
    const known = pageKnowledge(this.#desk.knowledge);
    const joined: JoinedReport = joinLenses({
      host,
      addresses: readInterfaces().addresses.map(({ address }) => address.replace(/%.*$/, '')),
      glance: glanceReport(await lookAround(this.#desk)),
      traffic,
      audit,
      nameOf: (port) => known.portName(port),
    });
    return renderReportPage(joined, { ...frame('report', now(), host), version: this.#version }, known);
  }
}
