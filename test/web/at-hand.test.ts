import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, openPage } from './browser.fixture.ts';
import { DB_3 } from './db-3.fixture.ts';
import { startFixtureServer, type FixtureServer } from './fixture-server.ts';
import { fixtureState } from './fixture-state.ts';

/** The finding about the source whose log prefix attacks whoever reads it. */
const HOSTILE = '203.0.113.66';

describe.skipIf(!hasBrowser())('the page in use', () => {
  let browser: Browser;
  let server: FixtureServer;
  beforeAll(async () => {
    const [opened, state] = await Promise.all([launchBrowser(), fixtureState(DB_3)]);
    browser = opened;
    server = await startFixtureServer(state);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it('leads by keyboard alone from the landing to the evidence, and the address keeps the way', async () => {
    const { page } = await openPage(browser, server.address);
    await page.goto('/');
    await page.locator('.listeners li').first().waitFor();
    await page.keyboard.press('t');
    await page.locator('tbody a').waitFor();
    await tabTo(page, 'ufw.log');
    await page.keyboard.press('Enter');
    await page.locator('.window-row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.finding-detail:focus').waitFor();
    await page.keyboard.press('e');
    const first = page.locator('.evidence-lines pre').first();
    await first.waitFor();
    const seen = await first.textContent();
    expect(seen).toContain('kernel: [');
    await page.reload();
    await first.waitFor();
    expect(await first.textContent()).toBe(seen);
    expect(await page.locator('.evidence-lines .quiet').first().textContent()).toMatch(/^ufw\.log:\d+$/);
    await page.context().close();
  });

  it('finds a port by its name, and jumps on the atlas by its number', async () => {
    const { page } = await openPage(browser, server.address);
    await page.goto('/');
    await page.locator('.twin-grid').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('remote desk');
    await page.locator('#choices [role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: '3389/tcp' }).waitFor();
    await page.keyboard.press('a');
    await page.locator('h1:focus', { hasText: 'Atlas' }).waitFor();
    await page.locator('.twin-grid').waitFor();
    await page.keyboard.type('6379');
    await page.locator('.twin-grid button:focus', { hasText: '6379' }).waitFor();
    expect(new URL(page.url()).search).toContain('at=6379');
    await page.keyboard.press('Enter');
    await page.locator('.verdict', { hasText: 'redis-server listens on it, open to any address' }).waitFor();
    await page.context().close();
  });

  it('lets single keys alone once they are switched off', async () => {
    const { page } = await openPage(browser, server.address);
    await page.goto('/claims');
    await page.locator('h1').waitFor();
    await page.keyboard.press('?');
    await page.getByLabel('Single keys do something').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.keyboard.press('Control+k');
    await page.locator('#command:focus').waitFor();
    expect(new URL(page.url()).pathname).toBe('/claims');
    await page.context().close();
  });

  it('shows a hostile log as text, byte for byte', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.goto(`/traffic/day?q=${HOSTILE}`);
    await page.locator('.window-row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    const line = page.locator('.evidence-lines pre').first();
    await line.waitFor();
    expect(await line.textContent()).toContain('<script>alert(1)</script>\\x1b[2J\\x1b]0;owned\\x07\\u202e ');
    await page.getByRole('button', { name: 'As bytes' }).click();
    expect(await line.textContent()).toMatch(/3c 73 63 72\s69 70 74|\|.*<scrip/);
    await page.goto('/audit');
    await page.locator('.chip', { hasText: 'ftp' }).click();
    await page.locator('.panel', { hasText: 'FTP server <script>' }).waitFor();
    expect(await page.evaluate(() => document.querySelectorAll('body script').length)).toBe(0);
    expect(await page.evaluate(() => /[\u0000-\u0008\u000e-\u001f\u202e]/.test(document.body.textContent ?? ''))).toBe(
      false,
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('reads a file with a partial view on the way, and puts a finding away with a reason', async () => {
    const { page } = await openPage(browser, server.address);
    await page.goto('/traffic');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'my ü.log', mimeType: 'text/plain', buffer: Buffer.from('x'.repeat(9000)) });
    await page.getByText('What is below is what was found so far').waitFor();
    await page.locator('h1', { hasText: 'my ü.log' }).waitFor();
    await page.getByText('6 findings', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    await page.getByLabel('Reason').fill('we test it ourselves');
    await page.keyboard.press('Enter');
    await page.getByText('5 findings, 1 not shown').waitFor();
    expect(server.state.suppressions).toMatchObject([{ reason: 'we test it ourselves', subject: expect.any(String) }]);
    await page.context().close();
  });

  it('marks sockets that come and go, and waits while it is paused', async () => {
    const { page } = await openPage(browser, server.address);
    const row = server.state.view.rowAt(0);
    const added = { ...row, local: { address: '0.0.0.0', port: 4444 }, inode: 9999 };
    server.state.changeEvery = 200;
    await page.goto('/sockets');
    await page.locator('.window-row').first().waitFor();
    await page.keyboard.press(' ');
    server.state.changes.push({ added: [added], gone: [], changed: [] });
    await page.getByText('1 change waiting').waitFor();
    expect(await page.getByText('4444/tcp').count()).toBe(0);
    await page.keyboard.press(' ');
    await page.locator('.window-row', { hasText: '4444/tcp' }).getByText('+ new').waitFor();
    await page.context().close();
  });
});

/** Presses Tab until a link or button with these words has the focus. */
async function tabTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent ?? '')) === words) return;
  }
  throw new Error(`Tab never comes to "${words}"`);
}
