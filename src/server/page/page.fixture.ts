import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { NO_OVERLAY } from '../../knowledge/overlay.ts';
import { LISTEN, NOW, snapshotOf } from '../../sockets/machine.fixture.ts';
import { Analyses } from '../analyses/analyses.ts';
import type { ApiDesk } from '../api/desk.ts';
import { lookAround } from '../api/look.ts';
import { SocketFeed } from '../api/socket-feed.ts';
import { AuditRuns, type RunAudit } from '../audits/audit-runs.ts';
import type { PageParts } from './page-parts.ts';
import { ReportPages } from './report-pages.ts';
import { PageToken } from './page-token.ts';
import type { StaticFile } from './static-files.ts';
import { Suppressions } from './suppressions.ts';

const file = (text: string, type: string): StaticFile => ({ bytes: new TextEncoder().encode(text), type, tag: '"1"' });

/** A page over a machine on which sshd listens. `suppressions`: the path of their file. */
export function makePageParts(
  suppressions: string,
  runAudit: RunAudit = () => new Promise(() => undefined),
): PageParts {
  const desk: ApiDesk = {
    knowledge: ownKnowledge(),
    overlay: () => Promise.resolve(NO_OVERLAY),
    takeSnapshot: (request) =>
      Promise.resolve(snapshotOf({ tcp: [{ local: '0.0.0.0:22', state: LISTEN, inode: 7 }] }, request)),
    now: () => NOW,
    version: '1.2.3',
    host: 'db-3',
  };
  return {
    statics: new Map([
      ['/index.html', file('<!doctype html>', 'text/html; charset=utf-8')],
      ['/assets/app-1.js', file('1', 'text/javascript; charset=utf-8')],
    ]),
    apiDocument: file('{"openapi":"3.1.1"}', 'application/json'),
    token: new PageToken(),
    desk,
    feed: new SocketFeed(
      () => lookAround(desk),
      () => undefined,
    ),
    analyses: new Analyses(),
    files: [{ name: 'kern.log', path: '/var/log/kern.log' }],
    start: () => () => Promise.resolve(),
    audits: new AuditRuns(runAudit, null),
    reports: new ReportPages(desk, '1.0.0'),
    suppressions: new Suppressions(suppressions),
    portsInLogs: () => Promise.resolve([]),
  };
}
