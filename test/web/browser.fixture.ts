import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Whether Debian's chromium is there; where it is not, tests of the page are skipped, and this says so. */
export function hasBrowser(): boolean {
  if (existsSync(CHROMIUM)) return true;
  console.error('SKIPPED: the page is tried in /usr/bin/chromium only, which is not there: apt-get install chromium');
  return false;
}

/** Root, which tests often are, may not use the sandbox; it sees nothing but our own page. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

/** What a page did that it must not: complaints of the browser, and requests to other origins. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: string[];
  readonly strangers: string[];
}

/** A page of its own context. What stays from one test to the next is the server's. */
export async function openPage(browser: Browser, origin: string, look: Look = {}): Promise<WatchedPage> {
  const { scheme = 'light', width = 1280 } = look;
  const context = await browser.newContext({ baseURL: origin, colorScheme: scheme, viewport: { width, height: 800 } });
  context.setDefaultTimeout(20_000);
  const [complaints, strangers]: [string[], string[]] = [[], []];
  context.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) strangers.push(request.url());
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  return { page, complaints, strangers };
}
