import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DuckDbStore } from '../../../src/store/duckdb/duckdb-store.ts';
import { loadDuckDb } from '../../../src/store/duckdb/load.ts';

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/portolan', import.meta.url));
const FIXTURE = fileURLToPath(new URL('crash-child.fixture.ts', import.meta.url));
/** More in the nightly run, by the variable. */
const ROUNDS = Number(process.env['PORTOLAN_CRASH_ROUNDS'] ?? 8);
const ROWS = 3000n;

const require = createRequire(import.meta.url);
const duckdb = loadDuckDb((name) => require(name) as unknown);
const script = join(CACHE, `crash-${process.pid}.mjs`);
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-crash-'));
  mkdirSync(CACHE, { recursive: true });
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
  await build({ ...options, entryPoints: [FIXTURE], outfile: script });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(script, { force: true });
});

/** The last number that was acknowledged before the kill; 0 for none. */
function runAndKill(first: number, afterMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, folder, String(first)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, faults] = ['', ''];
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.stderr.on('data', (data: Buffer) => (faults += data.toString()));
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`ended by itself (${code}): ${faults}`));
      const numbers = said.split('\n').slice(1, -1);
      resolve(Number(numbers.at(-1) ?? 0));
    });
  });
}

describe('a store whose process is killed while it writes, seals and merges', () => {
  it(
    `has every acknowledged row once, ${ROUNDS} times`,
    async () => {
      let last = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const acknowledged = await runAndKill(last + 1, 20 + Math.random() * 900);
        const store = await DuckDbStore.open(folder, duckdb);
        await store.migrate();
        const { rows } = await store.ask('SELECT packets, count(*) FROM events GROUP BY packets ORDER BY packets');
        expect(rows.every(([, count]) => count === ROWS)).toBe(true);
        // What was stored and not acknowledged is one batch at most; none before it is missing.
        expect(rows.map(([sequence]) => sequence)).toEqual(rows.map((_, index) => BigInt(index + 1)));
        expect(rows.length).toBeGreaterThanOrEqual(Math.max(last, acknowledged));
        expect(rows.length).toBeLessThanOrEqual(Math.max(last, acknowledged) + 1);
        last = rows.length;
        const { ledgerRows } = await store.statistics();
        expect(ledgerRows).toBe(last * Number(ROWS));
        const counted = 'SELECT ts - ts % 3600000 AS hour, count(*) FROM events GROUP BY ALL ORDER BY ALL';
        const rolledUp = 'SELECT hour, sum(events) FROM port_hours GROUP BY ALL ORDER BY ALL';
        expect((await store.ask(rolledUp)).rows).toEqual((await store.ask(counted)).rows);
        await store.close();
      }
      expect(last).toBeGreaterThan(0);
    },
    ROUNDS * 15_000,
  );
});
