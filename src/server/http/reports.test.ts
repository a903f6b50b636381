import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPage } from '../../html/read-page.fixture.ts';
import { anAudit } from '../../report/joined.fixture.ts';
import { aPage } from '../../traffic/report/html/report.fixture.ts';
import { makePageParts } from '../page/page.fixture.ts';
import type { PageParts } from '../page/page-parts.ts';
import { makeApp, type TestApp } from './app.fixture.ts';

let folder = '';
let page: PageParts;
let made: TestApp;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-reports-'));
  page = makePageParts(join(folder, 'suppressions.json'), () => Promise.resolve(anAudit()));
  made = makeApp({}, 2000, page);
});
afterEach(() => {
  made.end();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string): Promise<Response> {
  const headers = { host: 'localhost:7654', cookie: `portolan=${page.token.text}` };
  return made.app.request(`/api/v1${path}`, { headers });
}

/** A log that was read to its end. */
function readLog(): void {
  const { summary, findings } = aPage();
  page.analyses.begin(
    'kern.log',
    '/nowhere',
    (tell) => {
      setImmediate(() =>
        tell({ kind: 'done', report: { summary, findings }, timeline: { start: null, seconds: 1, counts: [] } }),
      );
      return () => Promise.resolve();
    },
    () => undefined,
  );
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

describe('reports to be kept', () => {
  it('are not there before there is something to tell', async () => {
    for (const path of ['/analyses/1/report.html', '/audits/latest/report.html', '/report.html?analysis=7']) {
      expect((await get(path)).status).toBe(404);
    }
  });

  it('are the pages of the command line: files, and no part of this origin', async () => {
    readLog();
    page.audits.begin();
    await settled();
    for (const [path, heading] of [
      ['/analyses/1/report.html', 'Traffic report'],
      ['/audits/latest/report.html', 'Audit report'],
      ['/report.html', 'Ports of db-3'],
    ] as const) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.html"$/);
      expect(response.headers.get('content-security-policy')).toMatch(
        /^sandbox; default-src 'none'; style-src 'sha256-/,
      );
      expect(response.headers.get('cache-control')).toBe('no-store');
      const { text, tags } = readPage(await response.text());
      expect(text).toContain(heading);
      expect(tags.some(({ name }) => name === 'script')).toBe(false);
    }
  });

  it('have what listens here without a log and an audit', async () => {
    const { text } = readPage(await (await get('/report.html')).text());
    expect(text).toContain('22/tcp');
    expect(text).toContain('no log was read');
  });

  it('are for the page only', async () => {
    const response = await made.app.request('/api/v1/report.html', { headers: { host: 'localhost:7654' } });
    expect(response.status).toBe(401);
  });
});
