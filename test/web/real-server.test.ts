import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, PORTOLAN } from '../e2e/program.fixture.ts';
import { hasBrowser, launchBrowser, openPage } from './browser.fixture.ts';
import { madeLog } from './hostile-log.fixture.ts';

describe.skipIf(!hasBrowser())('the page of the server itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-web-real-'));
  let browser: Browser;
  let server: ChildProcess;
  let address: URL;
  beforeAll(async () => {
    const log = join(folder, 'ufw.log');
    writeFileSync(log, madeLog());
    const args = ['serve', '--store', join(folder, 'store'), '--listen', '127.0.0.1:0', log];
    server = spawn(PORTOLAN, args, { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
    [browser, address] = await Promise.all([launchBrowser(), printedAddress(server)]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells who has no token how to get in', async () => {
    const { page } = await openPage(browser, address.origin);
    await page.goto('/');
    const way = page.getByText('Open the address that portolan serve printed').first();
    await way.waitFor();
    expect(await way.textContent()).toContain('token');
    await page.context().close();
  });

  it('lets in by the printed address, and reads a log that it was given, byte for byte', async () => {
    const { page, strangers } = await openPage(browser, address.origin);
    await page.goto(address.href);
    await page.locator('canvas').waitFor();
    expect(page.url()).toBe(`${address.origin}/`);
    await page.keyboard.press('t');
    await page.getByRole('button', { name: /^Read .*ufw\.log$/ }).click();
    await page.getByText('6 findings', { exact: true }).waitFor();
    await page.locator('input[type=search]').fill('203.0.113.66');
    await page.getByText('1 finding, 5 not shown').waitFor();
    await page.locator('h1').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    const line = page.locator('.evidence-lines pre').first();
    await line.waitFor();
    expect(await line.textContent()).toContain('<script>alert(1)</script>\\x1b[2J\\x1b]0;owned\\x07\\u202e ');
    expect(strangers).toEqual([]);
    await page.context().close();
  });

  it('shows the sockets of this machine, its own among them', async () => {
    const { page } = await openPage(browser, address.origin);
    await page.goto(address.href);
    await page.locator('canvas').waitFor();
    await page.goto(`/sockets?q=${address.port}`);
    const own = page.locator('.window-row .port', { hasText: `${address.port}/tcp` }).first();
    await own.waitFor();
    expect(await own.textContent()).toBe(`${address.port}/tcp`);
    await page.context().close();
  });
});

/** The address with its token, as it is printed once the server listens. */
function printedAddress({ stderr }: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let told = '';
    stderr?.on('data', (piece: Buffer) => {
      told += piece.toString();
      const address = /the page is (http\S+)/.exec(told)?.[1];
      if (address !== undefined && told.includes('listening on http')) resolve(new URL(address));
    });
    stderr?.on('end', () => {
      reject(new Error(`serve ended: ${told}`));
    });
  });
}
