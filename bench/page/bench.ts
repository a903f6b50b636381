/**
 * How long it takes from `portolan serve` to a page that can be used, in the real Chromium, beside what Node and the browser need for
 * nothing; what is loaded at first, and how long the atlas takes to draw:   npm run bench:page
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';

const ROUNDS = 5;
const ROOT = process.cwd();
const PORTOLAN = join(ROOT, 'bin', 'portolan');
/** What a person needs to see before they can begin: the ports that listen here, and the picture. */
const FIRST_ROW = '.listeners li';

interface Round {
  /** Milliseconds from the start of the process. */
  readonly address: number;
  readonly rows: number;
  readonly atlas: number;
  /** Of the drawing alone. */
  readonly draw: number;
}

async function round(browser: Browser, store: string): Promise<Round> {
  const begin = performance.now();
  const since = (): number => performance.now() - begin;
  const server = spawn(process.execPath, [PORTOLAN, 'serve', '--store', store, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const context = await browser.newContext();
  try {
    const url = await printedAddress(server);
    const address = since();
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(FIRST_ROW).first().waitFor();
    const rows = since();
    await page.locator('canvas').waitFor();
    const atlas = since();
    const [draw = 0] = await page.evaluate(() =>
      performance.getEntriesByName('atlas-draw').map(({ duration }) => duration),
    );
    return { address, rows, atlas, draw };
  } finally {
    await context.close();
    if (server.exitCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    }
  }
}

function printedAddress({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    stderr?.on('data', (piece: Buffer) => {
      told += piece.toString();
      const address = /the page is (http\S+)/.exec(told)?.[1];
      if (address !== undefined) resolve(address);
    });
    stderr?.on('end', () => reject(new Error(`serve ended: ${told}`)));
  });
}

/** The peer: a Node that listens and says so, and a browser that shows a row which stands in the page. */
async function peer(browser: Browser): Promise<number> {
  const begin = performance.now();
  const text =
    "require('http').createServer((q,r)=>r.setHeader('content-type','text/html').end('<ul class=listeners><li>1')).listen(0,'127.0.0.1',function(){console.error('the page is http://127.0.0.1:'+this.address().port+'/')})";
  const server = spawn(process.execPath, ['-e', text], { stdio: ['ignore', 'ignore', 'pipe'] });
  const context = await browser.newContext();
  try {
    const url = await printedAddress(server);
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(FIRST_ROW).first().waitFor();
    return performance.now() - begin;
  } finally {
    await context.close();
    server.kill('SIGKILL');
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-page-'));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const [rounds, peers]: [Round[], number[]] = [[], []];
  for (let at = 0; at <= ROUNDS; at++) {
    const one = await round(browser, join(folder, 'store'));
    const nothing = await peer(browser);
    // The first fills the caches of files, and makes the store.
    if (at === 0)
      console.log(`first of all: rows after ${one.rows.toFixed(0)} ms, the atlas after ${one.atlas.toFixed(0)} ms`);
    else [rounds.push(one), peers.push(nothing)];
  }
  const of = (part: keyof Round): number => median(rounds.map((one) => one[part]));
  console.log(`from the start of serve, medians of ${ROUNDS}:`);
  console.log(`  the address is printed     ${of('address').toFixed(0).padStart(5)} ms`);
  console.log(`  the first rows are shown   ${of('rows').toFixed(0).padStart(5)} ms`);
  console.log(`  the atlas is shown         ${of('atlas').toFixed(0).padStart(5)} ms`);
  console.log(
    `  a bare Node with one row   ${median(peers).toFixed(0).padStart(5)} ms   (${(of('rows') / median(peers)).toFixed(1)} times that)`,
  );
  console.log(`the atlas is drawn in ${of('draw').toFixed(1)} ms, the first time`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
const assets = join(ROOT, 'dist', 'web', 'assets');
const html = readFileSync(join(ROOT, 'dist', 'web', 'index.html'), 'utf8');
for (const file of readdirSync(assets).filter((name) => html.includes(name)))
  console.log(`${file}: ${(gzipSync(readFileSync(join(assets, file))).length / 1000).toFixed(1)} kB gz`);
