/**
 * npm run store:judge: every statement that makes the store's tables, and every named question, on a current ClickHouse (the library of
 * chdb), with its rows held against DuckDB's. Exits with 1 where one is refused or answers otherwise.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseLocation } from '../../../src/store/location.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { Chdb, installChdb } from './chdb.ts';
import { fill, judge } from './judge.ts';

async function main(): Promise<number> {
  installChdb();
  const chdb = new Chdb();
  const folder = mkdtempSync(join(tmpdir(), 'portolan-judge-'));
  const require = createRequire(import.meta.url);
  // Its one database is `default`; the address is never asked.
  const clickhouse = await openStore(parseLocation('clickhouse://127.0.0.1:1/default'), () => chdb.client);
  const duckdb = await openStore(parseLocation(folder), (name) => require(name) as unknown);
  try {
    console.log(`ClickHouse ${await chdb.version()} takes all ${chdb.taken.length - 1} statements that begin a store`);
    await fill([clickhouse, duckdb]);
    const failed = await judge(clickhouse, duckdb, console.log);
    console.log(failed === 0 ? 'all rows are the same' : `${failed} differ`);
    return failed === 0 ? 0 : 1;
  } finally {
    await clickhouse.close();
    await duckdb.close();
    chdb.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
