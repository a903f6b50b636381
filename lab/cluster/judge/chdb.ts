import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type * as Client from '@clickhouse/client';

/** Brings ClickHouse 26.7.2 as a library. 543 MB: never a dependency of the project, and only fetched by this job. */
const CHDB = 'chdb@3.4.0';
const FOLDER = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'portolan', 'chdb');

interface Session {
  queryAsync(sql: string, options: { format: string }): Promise<{ text(): string }>;
  cleanup(): void;
}

/** Settings of HTTP itself, and the one that would outlive its statement: here all statements are of one session. */
const NOT_HERE = new Set(['wait_end_of_query', 'readonly']);

/** Installs the library into the user's cache where it is not there yet. */
export function installChdb(): void {
  if (existsSync(join(FOLDER, 'node_modules', 'chdb', 'package.json'))) return;
  console.error(`installing ${CHDB} into ${FOLDER}, about 543 MB ...`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', CHDB], { cwd: FOLDER, stdio: 'inherit' });
}

/** A current ClickHouse in this process, to be used in place of the client: what the store does is done there. */
export class Chdb {
  readonly #folder = mkdtempSync(join(tmpdir(), 'portolan-chdb-'));
  readonly #session: Session;
  #files = 0;
  /** Statements that it took. */
  readonly taken: string[] = [];

  constructor() {
    const require = createRequire(join(FOLDER, 'package.json'));
    const { Session } = require('chdb') as { Session: new (path: string) => Session };
    this.#session = new Session(join(this.#folder, 'data'));
  }

  /** What the store loads as `@clickhouse/client`. */
  get client(): typeof Client {
    const standIn = {
      ClickHouseLogLevel: { OFF: 127 },
      createClient: () => ({
        query: async ({ query, clickhouse_settings }: Client.QueryParams) => {
          const text = await this.#run(query, clickhouse_settings, 'JSONCompact');
          return { json: () => Promise.resolve(JSON.parse(text) as unknown) };
        },
        command: async ({ query, clickhouse_settings }: Client.CommandParams) => {
          await this.#run(query, clickhouse_settings);
        },
        exec: async ({ query, values, clickhouse_settings }: Client.ExecParams & { values: Readable }) => {
          await this.#insert(query, await buffer(values), clickhouse_settings);
          return { stream: Readable.from([]) };
        },
        close: () => Promise.resolve(),
      }),
    };
    return standIn as unknown as typeof Client;
  }

  async version(): Promise<string> {
    return (await this.#run('SELECT version()', {}, 'TabSeparated')).trim();
  }

  close(): void {
    this.#session.cleanup();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Bytes that are no text it takes from a file only. */
  async #insert(query: string, body: Buffer, settings: Client.ClickHouseSettings = {}): Promise<void> {
    const match = /^INSERT INTO (\S+) \(([^)]+)\) FORMAT Native$/.exec(query);
    if (match === null) throw new Error(`not an insert of this store: ${query}`);
    const file = join(this.#folder, `block-${(this.#files += 1)}.native`);
    writeFileSync(file, body);
    await this.#run(`INSERT INTO ${match[1]} (${match[2]}) SELECT ${match[2]} FROM file('${file}', Native)`, settings);
    rmSync(file);
  }

  async #run(sql: string, settings: Client.ClickHouseSettings = {}, format = 'TabSeparated'): Promise<string> {
    const sets = Object.entries(settings)
      .filter(([name]) => !NOT_HERE.has(name))
      .map(([name, value]) => `SET ${name} = '${String(value)}'; `);
    const result = await this.#session.queryAsync(`${sets.join('')}${sql}`, { format });
    this.taken.push(sql);
    return result.text();
  }
}
