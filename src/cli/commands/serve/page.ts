import { hostname } from 'node:os';
import { join } from 'node:path';
import { readFileSync, statSync } from 'node:fs';
import { readOwnAddresses } from '../../../audit/network/own-addresses.ts';
import { Analyses } from '../../../server/analyses/analyses.ts';
import { startAnalysis } from '../../../server/analyses/analysis-thread.ts';
import type { ApiDesk } from '../../../server/api/desk.ts';
import { glanceDocument } from '../../../server/api/glance.ts';
import { lookAround } from '../../../server/api/look.ts';
import { SocketFeed } from '../../../server/api/socket-feed.ts';
import { AuditRuns } from '../../../server/audits/audit-runs.ts';
import { auditBy } from '../../../server/audits/run-audit.ts';
import type { StoreKeeper } from '../../../server/collector/store-keeper.ts';
import type { PageParts, ServedFile } from '../../../server/page/page-parts.ts';
import { PageToken } from '../../../server/page/page-token.ts';
import { portsInLogs } from '../../../server/page/ports-in-logs.ts';
import { DOCS } from '../../../server/http/page.ts';
import { readStaticFile, readStaticFiles } from '../../../server/page/static-files.ts';
import { Suppressions } from '../../../server/page/suppressions.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import { VERSION } from '../../version.ts';
import type { Log } from './log.ts';

const SUPPRESSIONS_FILE = 'suppressions.json';

export interface PageMaker {
  readonly partsOf: (keeper: StoreKeeper) => PageParts;
  /** Looks once while the browser is still opening the address, so that what a first look loads is there when the page asks. */
  readonly warm: () => void;
}

/** What the page is made from, for the folder in which its wishes are kept. Throws CliError for files that are not there. */
export function pageParts(input: Input, folder: string, context: Context, log: Log): PageMaker {
  const knowledge = openWholeKnowledge();
  const desk: ApiDesk = {
    knowledge,
    overlay: () => openOverlay(input, context),
    takeSnapshot: (request) => takeBestSnapshot(context, request),
    now: context.now,
    version: VERSION,
    host: hostname(),
  };
  const scanner = scannerModule();
  const files = input.args.map(servedFile);
  const policy = input.value('policy');
  if (policy !== null) requireFile(policy);
  const partsOf = (keeper: StoreKeeper): PageParts => ({
    statics: new Map([
      ...readStaticFiles(join(import.meta.dirname, 'web')),
      ...readStaticFiles(join(import.meta.dirname, 'docs'), DOCS),
    ]),
    apiDocument: readStaticFile(join(import.meta.dirname, 'openapi.json'), 'application/json'),
    token: new PageToken(),
    desk,
    addresses: readOwnAddresses,
    feed: new SocketFeed(
      () => lookAround(desk),
      (error) => log('error', `the sockets could not be read: ${String(error)}`),
    ),
    analyses: new Analyses(),
    files,
    start: (path, name, tell) => startAnalysis({ path, name, scanner, now: context.now().getTime() / 1000 }, tell),
    audits: new AuditRuns(auditBy(join(import.meta.dirname, '..', 'bin', 'portolan')), policy),
    suppressions: new Suppressions(join(folder, SUPPRESSIONS_FILE)),
    portsInLogs: async () => {
      await keeper.settled();
      return keeper.absence === null ? portsInLogs(keeper.store, context.now().getTime()) : null;
    },
  });
  const warm = (): void => {
    setImmediate(() => {
      // What fails here is told to who asks.
      glanceDocument(desk).catch(() => undefined);
    });
  };
  return { partsOf, warm };
}

function servedFile(path: string): ServedFile {
  requireFile(path);
  // As it was given: so a copied command reads the same file, and evidence is named as the command line names it.
  return { name: path, path };
}

function requireFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  throw new CliError(EXIT.couldNotLook, `there is no file ${path}`);
}

/** The netfilter scanner that the build made; null where it is not there, and lines are read without it. */
export function scannerModule(): Uint8Array | null {
  try {
    return readFileSync(join(import.meta.dirname, 'netfilter-scan.wasm'));
  } catch {
    return null;
  }
}
