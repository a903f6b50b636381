import type { IncomingMessage } from 'node:http';
import { readFileSync } from 'node:fs';
import type { TrafficDocument, TrafficFinding } from '../../web/api/documents.ts';
import { type Answer, bodyOf, errorAnswer } from './fixture-answer.ts';

interface Analysis {
  readonly id: string;
  readonly name: string;
  state: 'running' | 'done' | 'cancelled';
  bytes: number;
  readonly size: number;
  events: number;
  report: Pick<TrafficDocument, 'summary' | 'findings'> | null;
}

/** Analyses of logs: all of them have the one report that the built program wrote of the one log. */
export class FixtureAnalyses {
  readonly inputs: readonly { number: number; name: string; bytes: number }[];
  readonly #report: TrafficDocument;
  readonly #lines: readonly Buffer[];
  readonly #analyses = new Map<string, Analysis>();
  /** Times that a new analysis is asked for before it is done. */
  turns = 2;
  readonly #turnsLeft = new Map<string, number>();

  constructor(report: TrafficDocument, logFile: string) {
    this.#report = report;
    const bytes = readFileSync(logFile);
    this.#lines = splitLines(bytes);
    this.inputs = [{ number: 0, name: 'ufw.log', bytes: bytes.length }];
  }

  /** Begins one that is done already. */
  addDone(id: string, change: (report: TrafficDocument) => TrafficDocument = (report) => report): void {
    const report = change(this.#report);
    const bytes = this.inputs[0]?.bytes ?? 0;
    this.#analyses.set(id, {
      id,
      name: 'ufw.log',
      state: 'done',
      bytes,
      size: bytes,
      events: report.summary.events,
      report,
    });
  }

  async answer(path: string, request: IncomingMessage, url: URL): Promise<Answer> {
    const [, id, part, number] = path.split('/');
    if (id === undefined) return request.method === 'POST' ? this.#begin(request) : this.#list();
    const analysis = this.#analyses.get(id);
    if (analysis === undefined) return errorAnswer(404, `there is no analysis ${id}`);
    if (request.method === 'DELETE') {
      this.#analyses.delete(id);
      return { status: 200, body: {} };
    }
    if (part === 'evidence') return this.#evidence(analysis, Number(number));
    if (part === 'timeline') return timeline(analysis, url);
    this.#goOn(analysis);
    return { status: 200, body: { schema: 'portolan/analysis@1', ...analysis } };
  }

  async #begin(request: IncomingMessage): Promise<Answer> {
    const size = (await bodyOf(request)).length;
    const id = `a${this.#analyses.size + 1}`;
    const name = decodeURIComponent(String(request.headers['x-name'] ?? 'ufw.log'));
    this.#analyses.set(id, { id, name, state: 'running', bytes: 0, size, events: 0, report: null });
    this.#turnsLeft.set(id, this.turns);
    return { status: 202, body: { id } };
  }

  #list(): Answer {
    const analyses = [...this.#analyses.values()].map(({ id, name, state, bytes, size, events }) => ({
      id,
      name,
      state,
      bytes,
      size,
      events,
    }));
    return { status: 200, body: { schema: 'portolan/analyses@1', analyses } };
  }

  #goOn(analysis: Analysis): void {
    if (analysis.state !== 'running') return;
    const left = (this.#turnsLeft.get(analysis.id) ?? 1) - 1;
    this.#turnsLeft.set(analysis.id, left);
    const { summary, findings } = this.#report;
    analysis.bytes = left <= 0 ? analysis.size : Math.floor(analysis.size / 2);
    analysis.events = left <= 0 ? summary.events : Math.floor(summary.events / 2);
    analysis.report = left <= 0 ? this.#report : { summary, findings: findings.slice(-1) };
    if (left <= 0) analysis.state = 'done';
  }

  #evidence(analysis: Analysis, number: number): Answer {
    const finding: TrafficFinding | undefined = analysis.report?.findings[number];
    if (finding === undefined) return errorAnswer(404, `there is no finding ${number}`);
    const lines = finding.records.map(({ record }) => {
      const bytes = this.#lines[record - 1] ?? Buffer.alloc(0);
      return { place: `ufw.log:${record}`, text: bytes.toString(), base64: bytes.toString('base64') };
    });
    return { status: 200, body: { schema: 'portolan/evidence@1', lines } };
  }
}

function timeline({ report }: Analysis, url: URL): Answer {
  const start = url.searchParams.get('from') ?? report?.summary.first ?? null;
  const end = url.searchParams.get('to') ?? report?.summary.last ?? null;
  const buckets = Number(url.searchParams.get('buckets') ?? 120);
  const seconds = Math.max(1, (Date.parse(end ?? '') - Date.parse(start ?? '')) / 1000 / buckets);
  const each = (report?.summary.events ?? 0) / buckets;
  const counts = Array.from({ length: buckets }, (_, at) => [
    Math.round(each * 0.2 * (1 + Math.sin(at / 5))),
    Math.round(each * (1 + Math.sin(at / 9))),
  ]);
  return {
    status: 200,
    body: { schema: 'portolan/timeline@1', start, seconds, outcomes: ['allowed', 'dropped'], counts },
  };
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from);
    lines.push(bytes.subarray(from, end === -1 ? bytes.length : end));
    from = end === -1 ? bytes.length : end + 1;
  }
  return lines;
}
