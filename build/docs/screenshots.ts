/**
 * Takes the pictures that README and docs show, from the built `portolan demo`, into docs/images: `npm run screenshots`. It needs Debian's
 * chromium. The host, its clock and the window are the same each time; what differs is the version of the browser.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { DEMO_NOW } from '../../src/demo/demo-host.ts';

const ROOT = process.cwd();
const CHROMIUM = '/usr/bin/chromium';
const FOLDER = join(ROOT, 'docs/images');
/** Larger ones make the README slow. */
const MAX_BYTES = 150_000;

interface Picture {
  readonly name: string;
  readonly path: string;
  /** What has to be there before it is taken. */
  readonly ready: string;
  readonly scheme?: 'dark';
  readonly width?: number;
  readonly height?: number;
  /** What somebody did before it is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: 'atlas', path: '/?colour=risk&at=6379', ready: '.selected strong', width: 1160, height: 640 },
  { name: 'atlas-dark', path: '/?colour=here&at=6379', ready: '.selected strong', scheme: 'dark' },
  { name: 'sockets', path: '/sockets', ready: '.window-row' },
  {
    name: 'traffic',
    path: '/traffic/1?q=chargen',
    width: 1120,
    height: 800,
    ready: '.window-row',
    act: async (page) => {
      await page.locator('h1').focus();
      await page.keyboard.press('j');
      await page.keyboard.press('e');
      await page.locator('.evidence-lines pre').first().waitFor();
      await page.evaluate(
        "document.querySelectorAll('.evidence-lines li')[1].scrollIntoView({ block: 'end' }); scrollBy(0, 60)",
      );
    },
  },
  {
    name: 'audit',
    path: '/audit?port=db-3|192.168.7.3|6379/tcp',
    ready: '.chip',
    act: async (page) => {
      await page.locator('.panel details summary').first().click();
      await page.evaluate("document.querySelector('.host').scrollIntoView(); scrollBy(0, -60)");
    },
  },
  { name: 'port', path: '/port/6379/tcp', ready: '.dossier', width: 1040, height: 600 },
  { name: 'port-narrow', path: '/port/6379/tcp', ready: '.dossier', width: 360, height: 780 },
];

async function main(): Promise<void> {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there: apt-get install chromium`);
  mkdirSync(FOLDER, { recursive: true });
  const demo = spawn(process.execPath, [join(ROOT, 'bin/portolan'), 'demo'], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const address = await printedAddress(demo);
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    try {
      await untilRead(browser, address);
      for (const picture of PICTURES) await take(browser, address, picture);
    } finally {
      await browser.close();
    }
  } finally {
    demo.kill('SIGTERM');
  }
}

async function take(browser: Browser, address: URL, picture: Picture): Promise<void> {
  const { name, path, ready, scheme = 'light', width = 1280, height = 720, act } = picture;
  const context = await browser.newContext({
    baseURL: address.origin,
    colorScheme: scheme,
    viewport: { width, height },
    timezoneId: 'UTC',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.clock.setSystemTime(DEMO_NOW);
  await enter(page, address);
  await page.goto(path);
  await page.locator(ready).first().waitFor();
  await act?.(page);
  await page.waitForTimeout(500); // charts are drawn
  const file = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await context.close();
  const { size } = statSync(file);
  console.log(`${name}.png ${Math.round(size / 1000)} kB${size > MAX_BYTES ? ', which is much' : ''}`);
}

/** By the printed address, as a person does. */
async function enter(page: Page, address: URL): Promise<void> {
  await page.goto(address.href);
  await page.locator('canvas').waitFor();
}

/** The log is read in the background; pictures are of what it came to. */
async function untilRead(browser: Browser, address: URL): Promise<void> {
  const page = await browser.newPage({ baseURL: address.origin });
  await enter(page, address);
  await page.goto('/traffic/1');
  await page
    .getByText(/\d+ findings/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page.close();
}

function printedAddress({ stderr }: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let told = '';
    stderr?.on('data', (piece: Buffer) => {
      told += piece.toString();
      const address = /the page is (http\S+)\n/.exec(told)?.[1];
      if (address !== undefined) resolve(new URL(address));
    });
    stderr?.on('end', () => reject(new Error(`portolan demo ended: ${told}`)));
  });
}

await main();
