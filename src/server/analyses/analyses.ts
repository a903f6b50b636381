import type { TrafficReport } from '../../traffic/report/traffic-report.ts';
import type { AnalysisNews } from './message.ts';
import type { PortRange } from '../../net/port.ts';
import type { OutcomeTimeline } from './outcome-timeline.ts';
import { onPorts, type PortTimeline } from './port-timeline.ts';

/** A file that is read, or was. */
export interface AnalysisState {
  /** A number from 1. */
  readonly id: string;
  /** What the user calls the file. */
  readonly name: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Of the file as it lies on the disk. */
  readonly bytes: number;
  readonly size: number | null;
  readonly events: number;
  /** What is seen so far while it runs; null before anything is. */
  readonly report: TrafficReport | null;
  /** Why it failed; null where it did not. */
  readonly error: string | null;
}

/** Starts reading a file and returns what ends it early. */
export type Start = (tell: (news: AnalysisNews) => void) => () => Promise<void>;

const NO_TIMELINE: OutcomeTimeline = { start: null, seconds: 1, counts: [] };

/** Reading takes a core each. */
const MAX_RUNNING = 2;
/** Reports are kept until there are this many; then the oldest that is over goes. */
const MAX_KEPT = 16;

interface Entry {
  state: AnalysisState;
  timeline: OutcomeTimeline;
  ports: PortTimeline | null;
  /** Where the file lies, for evidence. */
  readonly path: string;
  readonly stop: () => Promise<void>;
  /** Removes what was made for it: an upload. */
  readonly remove: () => void;
}

/** The files that are read for a page, or were. */
export class Analyses {
  readonly #entries = new Map<string, Entry>();
  #lastId = 0;

  /** Null where as many are running as may. `remove` is called once when it is forgotten. */
  begin(name: string, path: string, start: Start, remove: () => void): AnalysisState | null {
    if (this.list().filter(({ state }) => state === 'running').length >= MAX_RUNNING) return null;
    this.#makeRoom();
    const id = String(++this.#lastId);
    const state: AnalysisState = {
      id,
      name,
      state: 'running',
      bytes: 0,
      size: null,
      events: 0,
      report: null,
      error: null,
    };
    const stop = start((news) => this.#hear(id, news));
    this.#entries.set(id, { state, timeline: NO_TIMELINE, ports: null, path, stop, remove });
    return state;
  }

  /** The newest first, without reports. */
  list(): AnalysisState[] {
    return [...this.#entries.values()].map(({ state }) => ({ ...state, report: null })).toReversed();
  }

  get(id: string): AnalysisState | null {
    return this.#entries.get(id)?.state ?? null;
  }

  /** Of all events, or of those on some ports; null where there is no such analysis. */
  timelineOf(id: string, ranges: readonly PortRange[] | null = null): OutcomeTimeline | null {
    const entry = this.#entries.get(id);
    if (entry === undefined || ranges === null) return entry?.timeline ?? null;
    return entry.ports === null ? NO_TIMELINE : onPorts(entry.ports, ranges);
  }

  /** Where the file of an analysis lies; null where there is none. */
  pathOf(id: string): string | null {
    return this.#entries.get(id)?.path ?? null;
  }

  /** Ends it where it runs; what was seen by then stays. Null where there is none. */
  async cancel(id: string): Promise<AnalysisState | null> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    if (entry.state.state === 'running') {
      entry.state = { ...entry.state, state: 'cancelled' };
      await entry.stop();
    }
    return entry.state;
  }

  /** Ends it where it runs, and forgets it. False where there is none. */
  async forget(id: string): Promise<boolean> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    this.#entries.delete(id);
    await entry.stop();
    entry.remove();
    return true;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((id) => this.forget(id)));
  }

  #hear(id: string, news: AnalysisNews): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.state.state !== 'running') return;
    const { state } = entry;
    switch (news.kind) {
      case 'progress':
        entry.state = { ...state, bytes: news.bytes, size: news.size, events: news.events };
        return;
      case 'partial':
        entry.state = { ...state, report: news.report };
        entry.timeline = news.timeline;
        entry.ports = news.ports;
        return;
      case 'done':
        entry.timeline = news.timeline;
        entry.ports = news.ports;
        entry.state = { ...state, state: 'done', report: news.report, events: news.report.summary.events };
        return;
      case 'failed':
        entry.state = { ...state, state: 'failed', error: news.message };
    }
  }

  #makeRoom(): void {
    for (const [id, { state }] of this.#entries) {
      if (this.#entries.size < MAX_KEPT) return;
      if (state.state !== 'running') void this.forget(id);
    }
  }
}
