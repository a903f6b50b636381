import { join } from 'node:path';
import { DEMO_ADDRESS, DEMO_HOST, DEMO_NOW } from '../../../demo/demo-host.ts';
import { DEMO_NOTES } from '../../../demo/host/notes.ts';
import { demoSnapshot } from '../../../demo/host/snapshot.ts';
import { LOG_NAME } from '../../../demo/log/firewall-log.ts';
import { markAsDemonstration } from '../../../demo/page-mark.ts';
import { frame } from '../../../findings/envelope.ts';
import { Analyses } from '../../../server/analyses/analyses.ts';
import { startAnalysis } from '../../../server/analyses/analysis-thread.ts';
import type { ApiDesk } from '../../../server/api/desk.ts';
import { lookAround } from '../../../server/api/look.ts';
import { SocketFeed } from '../../../server/api/socket-feed.ts';
import { AuditFailed, AuditRuns, type AuditDocument, type RunAudit } from '../../../server/audits/audit-runs.ts';
import type { PageParts } from '../../../server/page/page-parts.ts';
import { DOCS } from '../../../server/http/page.ts';
import { PageToken } from '../../../server/page/page-token.ts';
import { readStaticFile, readStaticFiles } from '../../../server/page/static-files.ts';
import { Suppressions } from '../../../server/page/suppressions.ts';
import { ServiceNamer } from '../../../sockets/service.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { VERSION } from '../../version.ts';
import { scannerModule } from '../serve/page.ts';
import type { DemoLog } from './demo-log.ts';
import { pageFirst } from './page-first.ts';

/**
 * The page over a host that does not exist: in place of each thing that `serve` asks this machine stands one that was invented. `now` is the
 * time on that host; `folder` is a temporary one.
 */
export function demoPage(folder: string, log: DemoLog, now: () => Date, onFault: (error: unknown) => void): PageParts {
  const desk: ApiDesk = {
    knowledge: openWholeKnowledge(),
    overlay: () => Promise.resolve(DEMO_NOTES),
    takeSnapshot: (request) => Promise.resolve(demoSnapshot(request, now())),
    now,
    version: VERSION,
    host: DEMO_HOST,
  };
  return {
    statics: new Map([
      ...markAsDemonstration(readStaticFiles(join(import.meta.dirname, 'web')), DEMO_HOST),
      ...readStaticFiles(join(import.meta.dirname, 'docs'), DOCS),
    ]),
    apiDocument: readStaticFile(join(import.meta.dirname, 'openapi.json'), 'application/json'),
    token: new PageToken(),
    desk,
    addresses: () => [DEMO_ADDRESS],
    feed: new SocketFeed(() => lookAround(desk), onFault),
    analyses: new Analyses(),
    files: [{ name: LOG_NAME, path: log.path }],
    start: startWhenWritten(log, now),
    audits: new AuditRuns(runDemoAudit(desk), null),
    suppressions: new Suppressions(join(folder, 'suppressions.json')),
    portsInLogs: () => Promise.resolve(log.ports()),
  };
}

/** As `serve` reads a file, once the log is there: its lines are still being written when the page opens. */
function startWhenWritten(log: DemoLog, now: () => Date): PageParts['start'] {
  return (path, name, tell) => {
    let isStopped = false;
    let stop = (): Promise<void> => Promise.resolve();
    const begin = (): void => {
      if (isStopped) return;
      stop = startAnalysis({ path, name, scanner: scannerModule(), now: now().getTime() / 1000 }, tell);
    };
    log.written().then(begin, (error: unknown) => {
      tell({ kind: 'failed', message: `the log could not be written: ${String(error)}`, isExpected: true });
    });
    return async () => {
      isStopped = true;
      await stop();
    };
  };
}

/** The audit is invented as a whole, and asks nobody; so one check of it cannot be asked again. */
function runDemoAudit({ knowledge, host }: ApiDesk): RunAudit {
  return async (words): Promise<AuditDocument> => {
    if (words.length > 0) {
      throw new AuditFailed('This is a demonstration: its hosts are invented, so nobody can be asked again.');
    }
    await pageFirst();
    const { demoAudit } = await import('../../../demo/audit/demo-audit.ts');
    const namer = new ServiceNamer(knowledge, DEMO_NOTES);
    const report = demoAudit((port, transport) => namer.nameOf(transport, port)?.name ?? null);
    return { ...frame('audit', DEMO_NOW, host), ...report };
  };
}
