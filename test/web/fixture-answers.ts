import type { IncomingMessage } from 'node:http';
import { ownKnowledge } from '../../src/knowledge/compiled-knowledge.fixture.ts';
import { NO_OVERLAY } from '../../src/knowledge/overlay.ts';
import { atlasDocument } from '../../src/server/api/atlas.ts';
import { ApiError, type ApiDesk } from '../../src/server/api/desk.ts';
import { explainDocument } from '../../src/server/api/explain.ts';
import { glanceDocument } from '../../src/server/api/glance.ts';
import { claimsDocument, patternsDocument } from '../../src/server/api/knowledge.ts';
import { searchDocument } from '../../src/server/api/search.ts';
import { socketsDocument } from '../../src/server/api/sockets.ts';
import { type Machine, NOW, snapshotOf } from '../../src/sockets/machine.fixture.ts';
import { SocketView } from '../../src/sockets/socket-row.ts';
import type { SocketChange } from '../../web/api/documents.ts';
import type { FixtureAnalyses } from './fixture-analyses.ts';
import { type Answer, bodyOf, errorAnswer } from './fixture-answer.ts';

/** What the fixture server answers from: a machine that does not exist, judged by the product's own code. */
export class FixtureState {
  readonly desk: ApiDesk;
  readonly view: SocketView;
  readonly analyses: FixtureAnalyses;
  /** Milliseconds between looks at the sockets. */
  changeEvery = 2000;
  changes: SocketChange[] = [];
  logs: { port: number; transport: 'tcp' | 'udp'; events: number }[] | null = null;
  /** `audit --json`; null where no audit was run. */
  audit: unknown = null;
  suppressions: { id: string; rule: string; subject: string | null; reason: string; until: string }[] = [];

  constructor(machine: Machine, analyses: FixtureAnalyses) {
    const snapshot = snapshotOf(machine);
    const knowledge = ownKnowledge();
    this.desk = {
      knowledge,
      overlay: () => Promise.resolve(NO_OVERLAY),
      takeSnapshot: () => Promise.resolve(snapshot),
      now: () => NOW,
      version: '1.2.3',
      host: 'db-3',
    };
    this.view = new SocketView(snapshot, knowledge);
    this.analyses = analyses;
  }

  socketsText(): string {
    return [...socketsDocument(this.desk, this.view)].join('');
  }

  nextChange(): SocketChange | null {
    return this.changes.shift() ?? null;
  }
}

export async function answerOf(state: FixtureState, request: IncomingMessage, url: URL): Promise<Answer> {
  try {
    return await route(state, request, url);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return errorAnswer(error.status, error.message);
  }
}

async function route(state: FixtureState, request: IncomingMessage, url: URL): Promise<Answer> {
  const { desk } = state;
  const path = url.pathname.replace('/api/v1/', '');
  const ok = (body: unknown): Answer => ({ status: 200, body });
  switch (path) {
    case 'explain':
      return ok(await explainDocument(desk, url.searchParams.getAll('q')));
    case 'search':
      return ok(await searchDocument(desk, url.searchParams.get('q') ?? '', url.searchParams.get('limit')));
    case 'glance':
      return ok(await glanceDocument(desk));
    case 'atlas':
      return ok(atlasDocument(desk, state.view, state.logs));
    case 'sockets':
      return ok(JSON.parse(state.socketsText()));
    case 'patterns':
      return ok(patternsDocument(desk));
    case 'claims':
      return ok(claimsDocument(desk));
    case 'inputs':
      return ok({ schema: 'portolan/inputs@1', inputs: state.analyses.inputs });
    case 'audits/latest':
      return ok(state.audit);
    case 'audits/running':
      return ok({ schema: 'portolan/audit-running@1', running: false, progress: null, failure: null });
    case 'audits':
      return { status: 202, body: {} };
    case 'suppressions':
      return suppressions(state, request);
    default:
  }
  if (path.startsWith('analyses')) return state.analyses.answer(path, request, url);
  if (path.startsWith('ask/')) return state.logs === null ? errorAnswer(409, 'no store is open') : ok(activity());
  if (path === 'audits/check') return checkAgain(state, await bodyOf(request));
  return errorAnswer(404, `nothing lies at ${url.pathname}`);
}

async function suppressions(state: FixtureState, request: IncomingMessage): Promise<Answer> {
  if (request.method === 'POST') {
    const asked = JSON.parse((await bodyOf(request)).toString()) as FixtureState['suppressions'][number];
    const made = { ...asked, id: `s${state.suppressions.length + 1}` };
    state.suppressions.push(made);
    return { status: 201, body: { schema: 'portolan/suppression@1', ...made } };
  }
  return { status: 200, body: { schema: 'portolan/suppressions@1', suppressions: state.suppressions } };
}

/** The check's result of the audit at hand once more. */
function checkAgain(state: FixtureState, body: Buffer): Answer {
  const { host, port, check } = JSON.parse(body.toString()) as { host: string; port: number; check: string };
  const { hosts } = state.audit as { hosts: { ports: { port: number; checks: { check: string }[] }[] }[] };
  const result = hosts
    .flatMap(({ ports }) => ports)
    .filter((one) => one.port === port)
    .flatMap(({ checks }) => checks)
    .find((one) => one.check === check);
  return result === undefined
    ? errorAnswer(404, `no check ${check}`)
    : { status: 200, body: { schema: 'portolan/check@1', host, port, result } };
}

function activity(): object {
  const rows = Array.from({ length: 30 }, (_, day) => ({
    from: new Date(Date.UTC(2026, 9, 20 + day)).toISOString(),
    events: (day * 37) % 101,
  }));
  return { schema: 'portolan/ask@1', question: 'timeline', parts: [{ name: 'buckets', rows }] };
}
