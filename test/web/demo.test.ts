import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo, type RunningDemo } from '../e2e/demo/running-demo.fixture.ts';
import { hasBrowser, launchBrowser, openPage } from './browser.fixture.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!hasBrowser())('the page of the demonstration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-demo-web-'));
  let browser: Browser;
  let demo: RunningDemo;
  beforeAll(async () => {
    [browser, demo] = await Promise.all([launchBrowser(), startDemo(folder)]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await demo.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('says on its landing that the host is invented, in both colour schemes, and satisfies axe', async () => {
    const { page, complaints, strangers } = await openPage(browser, demo.address.origin);
    await page.goto(demo.address.href);
    await page.locator('.listeners li').first().waitFor();
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      expect(await page.getByText('Demonstration: host db-3 is invented').isVisible()).toBe(true);
      const found = await page.evaluate<{ id: string }[]>(
        `${AXE}; axe.run(document).then(({ violations }) => violations.map(({ id }) => ({ id })))`,
      );
      expect(found).toEqual([]);
    }
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    await page.context().close();
  });
});
