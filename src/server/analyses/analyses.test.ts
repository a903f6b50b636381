import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Analyses, type AnalysisState } from './analyses.ts';
import type { AnalysisNews } from './message.ts';
import { receiveUpload, UploadTooLarge } from './upload.ts';

/** A reading that the test drives. */
class Reading {
  tell: (news: AnalysisNews) => void = () => undefined;
  stopped = 0;
  removed = 0;

  begin(analyses: Analyses, name = 'ufw.log'): AnalysisState | null {
    const start = (tell: (news: AnalysisNews) => void): (() => Promise<void>) => {
      this.tell = tell;
      return () => Promise.resolve(void this.stopped++);
    };
    return analyses.begin(name, '/upload', start, () => this.removed++);
  }
}

const REPORT = { summary: { events: 7 }, findings: [] } as unknown as Extract<AnalysisNews, { kind: 'done' }>['report'];

const TIMELINE = { start: 7, seconds: 1, counts: [] };
/** One event on 22. */
const PORTS = { start: 7, seconds: 1, cells: Uint32Array.of(22 << 3), counts: Uint32Array.of(1) };

describe('the files that are read for a page', () => {
  it('say how far they are, what is seen so far, and what came of it', () => {
    const [analyses, reading] = [new Analyses(), new Reading()];
    const id = reading.begin(analyses)?.id ?? '';
    reading.tell({ kind: 'progress', bytes: 5, size: 10, events: 3 });
    expect(analyses.get(id)).toMatchObject({ state: 'running', bytes: 5, size: 10, events: 3, report: null });
    reading.tell({ kind: 'partial', report: REPORT, timeline: TIMELINE, ports: PORTS });
    expect(analyses.get(id)?.report).toBe(REPORT);
    expect(analyses.timelineOf(id)).toBe(TIMELINE);
    reading.tell({ kind: 'done', report: REPORT, timeline: TIMELINE, ports: PORTS });
    expect(analyses.get(id)).toMatchObject({ state: 'done', events: 7 });
    reading.tell({ kind: 'failed', message: 'too late', isExpected: false });
    expect(analyses.get(id)).toMatchObject({ state: 'done', error: null });
    expect(analyses.list()).toMatchObject([{ id, name: 'ufw.log', report: null }]);
  });

  it('keep what was seen when they are ended early', async () => {
    const [analyses, reading] = [new Analyses(), new Reading()];
    const id = reading.begin(analyses)?.id ?? '';
    reading.tell({ kind: 'partial', report: REPORT, timeline: TIMELINE, ports: PORTS });
    expect(await analyses.cancel(id)).toMatchObject({ state: 'cancelled', report: REPORT });
    expect([reading.stopped, reading.removed]).toEqual([1, 0]);
    reading.tell({ kind: 'failed', message: 'it ended early', isExpected: false });
    await analyses.cancel(id);
    expect(analyses.get(id)).toMatchObject({ state: 'cancelled', error: null });
    expect(analyses.timelineOf(id, [{ from: 22, to: 22 }])?.counts).toHaveLength(1);
    expect(analyses.timelineOf(id, [{ from: 23, to: 80 }])?.counts).toEqual([]);
    expect(await analyses.cancel('9')).toBeNull();
  });

  it('say why one could not be read', () => {
    const [analyses, reading] = [new Analyses(), new Reading()];
    const id = reading.begin(analyses)?.id ?? '';
    reading.tell({ kind: 'failed', message: 'it is empty', isExpected: true });
    expect(analyses.get(id)).toMatchObject({ state: 'failed', error: 'it is empty' });
  });

  it('are no more than two at once', () => {
    const analyses = new Analyses();
    const [first, second, third] = [new Reading(), new Reading(), new Reading()];
    first.begin(analyses);
    second.begin(analyses);
    expect(third.begin(analyses)).toBeNull();
    first.tell({ kind: 'done', report: REPORT, timeline: TIMELINE, ports: PORTS });
    expect(third.begin(analyses)).not.toBeNull();
  });

  it('are ended and forgotten once, with what was made for them', async () => {
    const [analyses, reading] = [new Analyses(), new Reading()];
    const id = reading.begin(analyses)?.id ?? '';
    expect(await analyses.forget(id)).toBe(true);
    expect(await analyses.forget(id)).toBe(false);
    reading.tell({ kind: 'progress', bytes: 5, size: 10, events: 3 });
    expect([reading.stopped, reading.removed, analyses.get(id)]).toEqual([1, 1, null]);
  });

  it('make room for the next when there are many', async () => {
    const analyses = new Analyses();
    const readings = Array.from({ length: 20 }, () => new Reading());
    for (const reading of readings) {
      reading.begin(analyses);
      reading.tell({ kind: 'done', report: REPORT, timeline: TIMELINE, ports: PORTS });
    }
    await Promise.resolve();
    expect(analyses.list()).toHaveLength(16);
    expect(readings.map(({ removed }) => removed).slice(0, 5)).toEqual([1, 1, 1, 1, 0]);
    await analyses.close();
    expect(readings.every(({ removed }) => removed === 1)).toBe(true);
  });
});

describe('an upload', () => {
  async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const text of texts) yield await Promise.resolve(Buffer.from(text));
  }

  it('lies where only this user may look, until it is removed', async () => {
    const { path, remove } = await receiveUpload(pieces('a', 'bc'));
    expect(readFileSync(path, 'utf8')).toBe('abc');
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
    remove();
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('is refused and gone when it is too large, or ends in an error', async () => {
    await expect(receiveUpload(pieces('abc', 'def'), 5)).rejects.toThrow(UploadTooLarge);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces('a');
      throw new Error('the other end went away');
    }
    await expect(receiveUpload(broken())).rejects.toThrow('went away');
  });
});
