import type { Analyses } from '../analyses/analyses.ts';
import type { AnalysisNews } from '../analyses/message.ts';
import type { ApiDesk } from '../api/desk.ts';
import type { PortInLogs } from '../api/atlas.ts';
import type { SocketFeed } from '../api/socket-feed.ts';
import type { AuditRuns } from '../audits/audit-runs.ts';
import type { ReportPages } from './report-pages.ts';
import type { PageToken } from './page-token.ts';
import type { StaticFile, StaticFiles } from './static-files.ts';
import type { Suppressions } from './suppressions.ts';

/** A file that `serve FILE` named: requests name it by its number, and never by a path. */
export interface ServedFile {
  readonly name: string;
  readonly path: string;
}

/** What the page is made from, and what it asks. */
export interface PageParts {
  readonly statics: StaticFiles;
  /** OpenAPI, as the build made it. */
  readonly apiDocument: StaticFile;
  readonly token: PageToken;
  readonly desk: ApiDesk;
  readonly feed: SocketFeed;
  readonly analyses: Analyses;
  readonly files: readonly ServedFile[];
  /** Reads a file of ours; `tell` hears of it. Returns what ends it early. */
  readonly start: (path: string, name: string, tell: (news: AnalysisNews) => void) => () => Promise<void>;
  readonly audits: AuditRuns;
  readonly reports: ReportPages;
  readonly suppressions: Suppressions;
  /** Ports that were knocked on, of the store; null where they cannot be asked. */
  readonly portsInLogs: () => Promise<readonly PortInLogs[] | null>;
}
