/** Finds out how a store stands; this file opens it, or asks `portolan serve`, which has it. */
import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CollectorClient, CollectorUnreachable } from '../../../../ingest/collector-client.ts';
import { openStore } from '../../../../store/open-store.ts';
import type { StoreLocation } from '../../../../store/location.ts';
import { StoreError, type Store } from '../../../../store/store.ts';
import { formatLocation } from '../../../store/store-flag.ts';
import { readHealth } from './read-health.ts';
import type { ClusterFacts, SpoolFacts, StoreAccess, StoreContent, StoreFacts } from './store-facts.ts';

const ANSWER_MS = 15_000;
/** The file that an embedded store begins with. */
const HOT = 'hot.duckdb';
const SOCKET = 'serve.sock';

/** What can be seen of a store at the time `now`, in milliseconds, and of the spool of this machine. */
export async function lookAtStore(location: StoreLocation, spool: string, now: number): Promise<StoreFacts> {
  const { access, content, cluster } =
    location.engine === 'duckdb' ? await lookAtFolder(location, now) : await lookInside(location, now);
  return {
    place: formatLocation(location),
    engine: location.engine,
    access,
    content,
    cluster,
    disk: location.engine === 'duckdb' ? roomOf(location.folder) : null,
    spool: spoolIn(spool),
    now,
  };
}

type Seen = Pick<StoreFacts, 'access' | 'content' | 'cluster'>;

async function lookAtFolder(location: Extract<StoreLocation, { engine: 'duckdb' }>, now: number): Promise<Seen> {
  const { folder } = location;
  const socket = join(folder, SOCKET);
  const answer = existsSync(socket) ? await askServe(socket) : null;
  if (answer !== null) return { ...answer, cluster: null };
  let owner: number | null;
  try {
    owner = statSync(join(folder, HOT), { throwIfNoEntry: false })?.uid ?? null;
  } catch (error) {
    return nothing('failed', `${folder} cannot be looked into: ${messageOf(error)}`);
  }
  if (owner === null) return nothing('absent', `there is no store in ${folder}`);
  const own = process.geteuid?.();
  if (own !== undefined && owner !== own) {
    return nothing('foreign', `the store ${folder} belongs to user ${owner}, and this is user ${own}`);
  }
  return lookInside(location, now);
}

async function lookInside(location: StoreLocation, now: number): Promise<Seen> {
  let store: Store | null = null;
  try {
    store = await openStore(location, createRequire(import.meta.url));
    const { rows, ledgerRows, bytes, oldestDay, newestDay } = await store.statistics();
    const names = await store.sensors();
    const tables = Object.keys(rows).map((table) => `SELECT sensor, max(ts) AS ts FROM ${table} GROUP BY sensor`);
    const newest = await store.ask(
      `SELECT sensor, max(ts) AS newest FROM (${tables.join(' UNION ALL ')}) AS newest_rows GROUP BY sensor ORDER BY sensor`,
    );
    const content: StoreContent = {
      rows: Object.values(rows).reduce((sum, each) => sum + each, 0),
      ledgerRows,
      bytes,
      oldestDay,
      newestDay,
      sensors: newest.rows.map(([sensor, last]) => ({
        number: Number(sensor),
        name: names.get(Number(sensor)) ?? null,
        secondsAgo: Math.max(0, Math.round((now - Number(last)) / 1000)),
      })),
    };
    const cluster = location.engine === 'clickhouse' ? await lookAtCluster(store) : null;
    return { access: { by: 'opened' }, content, cluster };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return nothing('failed', error.message);
  } finally {
    await store?.close();
  }
}

/** Only the node that answers is asked: others have tables of their own. */
async function lookAtCluster(store: Store): Promise<ClusterFacts> {
  const version = await store.ask(
    "SELECT toUInt64(splitByChar('.', version())[1]) AS major, toUInt64(splitByChar('.', version())[2]) AS minor",
  );
  const { rows } = await store.ask(
    'SELECT count(*) AS tables, sum(is_readonly) AS readonly, max(absolute_delay) AS behind, sum(queue_size) AS queued FROM system.replicas WHERE database = currentDatabase()',
  );
  const [tables, readOnly, behind, queued] = rows[0] ?? [];
  return {
    version: (version.rows[0] ?? []).join('.'),
    replicatedTables: Number(tables ?? 0),
    readOnly: Number(readOnly ?? 0),
    behindSeconds: Number(behind ?? 0),
    queued: Number(queued ?? 0),
  };
}

/** Null where nobody answers on the socket: it is left from a serve that was killed. */
async function askServe(socket: string): Promise<Pick<Seen, 'access' | 'content'> | null> {
  const client = new CollectorClient({ address: { over: 'unix', socket }, token: null, timeoutMs: ANSWER_MS });
  try {
    const { body } = await client.ask({ method: 'GET', path: '/healthz' });
    const health = readHealth(body);
    if (health === null) return nothing('failed', `${socket} answers, and not as portolan serve does`);
    return { access: { by: 'serve', socket, problems: health.problems }, content: health.content };
  } catch (error) {
    if (error instanceof CollectorUnreachable) return null;
    throw error;
  } finally {
    client.close();
  }
}

function spoolIn(folder: string): SpoolFacts | null {
  try {
    const segments = readdirSync(folder).filter((name) => name.endsWith('.spool'));
    const bytes = segments.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const aside = join(folder, 'refused');
    // Beside each message lies the reason, as a text.
    const refused = existsSync(aside) ? readdirSync(aside).filter((name) => !name.endsWith('.txt')).length : 0;
    return { folder, bytes, segments: segments.length, refused };
  } catch {
    return null;
  }
}

function roomOf(folder: string): StoreFacts['disk'] {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}

function nothing(why: Extract<StoreAccess, { by: 'none' }>['why'], message: string): Seen {
  return { access: { by: 'none', why, message }, content: null, cluster: null };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
