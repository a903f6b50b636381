import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAnalysis } from '../../../src/server/analyses/analysis-thread.ts';
import type { AnalysisNews } from '../../../src/server/analyses/message.ts';
import { scanLines } from '../traffic/live.fixture.ts';
import { SCANNER, START } from '../traffic/logs.fixture.ts';

const SCRIPT = fileURLToPath(new URL('../../../bin/analysis-worker', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-analysis-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** All that a thread tells of a file. */
function read(path: string): { readonly news: Promise<AnalysisNews[]>; readonly stop: () => Promise<void> } {
  let stop = (): Promise<void> => Promise.resolve();
  const news = new Promise<AnalysisNews[]>((resolve) => {
    const told: AnalysisNews[] = [];
    const order = { path, name: 'ufw.log', scanner: null, now: START + 86_400 };
    stop = startAnalysis(
      order,
      (one) => {
        told.push(one);
        if (one.kind === 'done' || one.kind === 'failed') resolve(told);
      },
      SCRIPT,
    );
  });
  return { news, stop };
}

describe('the built program as the thread that reads a file', () => {
  it('reports as the command does, with evidence, under the name that was given', async () => {
    const path = join(folder, 'upload');
    writeFileSync(path, scanLines(SCANNER, START, 1, 401));
    const last = (await read(path).news).at(-1);
    if (last?.kind !== 'done') throw new Error(JSON.stringify(last));
    const { summary, findings } = last.report;
    expect(summary).toMatchObject({ events: 400, inputs: [{ name: 'ufw.log', error: null }] });
    expect(findings.at(-1)).toMatchObject({ subject: SCANNER });
    expect(findings.at(-1)?.evidence.length).toBeGreaterThan(1);
    expect(JSON.stringify(last.report)).not.toContain(folder);
  });

  it('says how far it is, and what is seen by then', async () => {
    const path = join(folder, 'upload');
    writeFileSync(path, scanLines(SCANNER, START, 1, 60_000).repeat(25));
    const told = await read(path).news;
    expect(told.some(({ kind }) => kind === 'progress')).toBe(true);
    const partial = told.find((one) => one.kind === 'partial');
    expect(partial?.kind === 'partial' && partial.report.findings.some(({ subject }) => subject === SCANNER)).toBe(
      true,
    );
    expect(told.at(-1)).toMatchObject({ kind: 'done' });
  });

  it('says why a file cannot be read, without its path', async () => {
    const path = join(folder, 'upload');
    const [failed] = await read(path).news;
    expect(failed).toMatchObject({ kind: 'failed', isExpected: true });
    expect(JSON.stringify(failed)).not.toContain(folder);
  });

  it('ends when it is told to', async () => {
    const path = join(folder, 'upload');
    writeFileSync(path, scanLines(SCANNER, START, 1, 60_000).repeat(20));
    const { news, stop } = read(path);
    await stop();
    const late = await Promise.race([news, new Promise<null>((resolve) => setTimeout(resolve, 300, null))]);
    expect(late).toBeNull();
  });
});
