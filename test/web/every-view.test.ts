import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, openPage } from './browser.fixture.ts';
import { DB_3 } from './db-3.fixture.ts';
import { startFixtureServer, type FixtureServer } from './fixture-server.ts';
import { fixtureState } from './fixture-state.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every view, in a state in which much of it is seen, and what has to be there before it is judged. */
const VIEWS = [
  ['/?colour=risk&at=443&block=1&ports=1-600', '.selected strong'],
  ['/port/6379/tcp', '.dossier .exposure'],
  ['/sockets?at=tcp|ipv4|0.0.0.0|6379|0.0.0.0|0|102', '.socket-detail'],
  ['/traffic', 'table'],
  ['/traffic/day?finding=0&evidence=shown&suppress=shown', '.evidence-lines li'],
  ['/traffic/day?as=table', '.scroll-y td'],
  ['/audit', '.chip'],
  ['/patterns?kind=harmless', '.patterns li'],
  ['/patterns/amplification', '.lead'],
  ['/claims?kind=other', '.claims li'],
  ['/nowhere', 'h1'],
] as const;

/** Rules of axe that another colour scheme can break; all the others are the same in both. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

async function violations(page: Page, rules: readonly string[] | null): Promise<string[]> {
  const options = rules === null ? {} : { runOnly: { type: 'rule', values: rules } };
  const found = await page.evaluate<Violation[]>(
    `${AXE}; axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')} ${nodes[0]?.failureSummary}`);
}

/** Pixels by which the view is wider than the window. */
function excess(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

describe.skipIf(!hasBrowser())('every view of the page', () => {
  let browser: Browser;
  let server: FixtureServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launchBrowser(),
      fixtureState(DB_3).then((state) => startFixtureServer(state)),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each([360, 1280])(
    'at %d pixels and in both colour schemes satisfies axe, asks nobody else, breaks no policy and needs no sideways scrolling',
    async (width) => {
      const { page, complaints, strangers } = await openPage(browser, server.address, { width });
      const faults: string[] = [];
      for (const [path, ready] of VIEWS) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(path);
        await page.locator(ready).first().waitFor();
        faults.push(...(await violations(page, null)).map((fault) => `${path} ${fault}`));
        await page.emulateMedia({ colorScheme: 'dark' });
        faults.push(...(await violations(page, COLOUR_RULES)).map((fault) => `${path} dark: ${fault}`));
        if ((await excess(page)) > 0) faults.push(`${path} is ${await excess(page)} pixels too wide`);
        if (width > 400) continue;
        // 1280 pixels at 400 %.
        await page.setViewportSize({ width: 320, height: 256 });
        if ((await excess(page)) > 0) faults.push(`${path} is ${await excess(page)} pixels wider than 320`);
      }
      await page.context().close();
      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    },
    180_000,
  );

  it('keeps what is chosen, and every picture, where the system chooses the colours and nothing may move', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.goto('/?colour=risk');
    await page.locator('canvas').waitFor();
    const styleOf = (selector: string, property: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
    const [chosen, other] = [
      await styleOf('.choices [aria-pressed=true]', 'background-color'),
      await styleOf('.choices [aria-pressed=false]', 'background-color'),
    ];
    expect(chosen).not.toBe(other);
    expect(await styleOf('.swatch', 'forced-color-adjust')).toBe('none');
    expect(await styleOf('.rail [aria-current=page]', 'border-left-style')).toBe('solid');
    expect(await styleOf('.badge', 'border-top-style')).toBe('solid');
    const moving = await page.evaluate(
      () =>
        document.getAnimations().length +
        [...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).transitionDuration !== '0s').length,
    );
    expect(moving).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('leads from a finding to the rule behind it, by keyboard and back', async () => {
    const { page } = await openPage(browser, server.address);
    await page.goto('/traffic/day?finding=0');
    await page.getByRole('link', { name: 'and why it is one' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'It could be innocent' }).waitFor();
    await page.keyboard.press('p');
    await page.locator('.patterns li').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/patterns');
    await page.context().close();
  });

  it('asks for nothing that the API does not have', () => {
    expect(server.unknown.filter((path) => !path.endsWith('/nowhere'))).toEqual([]);
  });
});
