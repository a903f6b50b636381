import { check, type Check } from '../check.ts';
import type { ClusterFacts, SpoolFacts, StoreContent, StoreFacts } from './store-facts.ts';

const MEGABYTE = 1e6;
const DAY_MS = 86_400_000;
/** Less of the disk than this, and somebody should look; as `/healthz` judges. */
const NEARLY_FULL = 0.1;
/** A sensor that sends nothing for so long is off, or has lost its way. */
const QUIET_SECONDS = 3600;
/** Batches go out within seconds; more than this waits because something is in its way. */
const WAITING_BYTES = 64 * MEGABYTE;
const BEHIND_SECONDS = 60;

/** What to make of a store, a check each. */
export function judgeStore(facts: StoreFacts): Check[] {
  const { content, disk, spool, cluster, access } = facts;
  return [
    checkAccess(facts),
    ...(content === null ? [] : [checkRows(content), checkLedger(content), ...checkSensors(content)]),
    ...(cluster === null ? [] : [checkCluster(cluster)]),
    ...(spool === null ? [] : [checkSpool(spool)]),
    ...(disk === null || (access.by === 'none' && access.why === 'absent') ? [] : [checkDisk(disk)]),
  ];
}

function checkAccess({ place, engine, access }: StoreFacts): Check {
  switch (access.by) {
    case 'opened':
      return check('store', 'ok', `${place} opens (${engine})`);
    case 'serve':
      return access.problems.length === 0
        ? check('store', 'ok', `portolan serve has ${place}, and answers on ${access.socket}`)
        : check(
            'store',
            'limited',
            `portolan serve has ${place}, and says: ${access.problems.join('; ')}`,
            'look at its log: journalctl -u portolan-serve',
          );
    case 'none':
      return check('store', access.why === 'absent' ? 'missing' : 'limited', access.message, ADVICE[access.why]);
  }
}

const ADVICE = {
  absent: 'portolan serve, or portolan ingest FILE, begins one there',
  foreign: 'run doctor as that user, so that no file of the store comes to belong to another one',
  failed: null,
} as const;

function checkRows({ rows, bytes, oldestDay, newestDay }: StoreContent): Check {
  const size = `${rows} rows in ${(bytes / MEGABYTE).toFixed(1)} MB`;
  if (oldestDay === null || newestDay === null) return check('store-rows', 'ok', size);
  return check('store-rows', 'ok', `${size}, events from ${dayText(oldestDay)} to ${dayText(newestDay)}`);
}

function checkLedger({ rows, ledgerRows }: StoreContent): Check {
  if (ledgerRows === null) return check('store-ledger', 'ok', 'this engine cannot count its ledger');
  if (ledgerRows === rows)
    return check('store-ledger', 'ok', `the ledger of batches has ${ledgerRows} rows, as the tables`);
  const [what, advice] =
    rows < ledgerRows
      ? ['are missing', 'restore the last backup beside it and compare; batches that sensors still have are sent again']
      : ['are there twice, or were put in by hand', 'compare the days with a backup'];
  const found = `the ledger has ${ledgerRows} rows, the tables ${rows}: ${Math.abs(ledgerRows - rows)} ${what}`;
  return check('store-ledger', 'limited', found, advice);
}

function checkSensors({ sensors }: StoreContent): Check[] {
  return sensors.map(({ number, name, secondsAgo }) => {
    const who = `sensor ${number}${name === null ? '' : ` ${name}`}`;
    if (secondsAgo === null) return check('sensors', 'limited', `${who}: nothing since serve began`, QUIET_ADVICE);
    const age = `${who}: last ${ageText(secondsAgo)} ago`;
    return secondsAgo < QUIET_SECONDS ? check('sensors', 'ok', age) : check('sensors', 'limited', age, QUIET_ADVICE);
  });
}

const QUIET_ADVICE = 'if it should be sending: journalctl -u portolan-ingest on that machine, and its clock';

function checkSpool({ folder, bytes, segments, refused }: SpoolFacts): Check {
  const found = `${folder}: ${(bytes / MEGABYTE).toFixed(1)} MB in ${segments} segments, ${refused} refused`;
  if (refused > 0) return check('spool', 'limited', found, `the messages, and why, lie in ${folder}/refused`);
  if (bytes <= WAITING_BYTES) return check('spool', 'ok', found);
  return check(
    'spool',
    'limited',
    found,
    'it grows while the collector cannot be reached: journalctl -u portolan-ingest',
  );
}

function checkDisk({ freeBytes, totalBytes }: NonNullable<StoreFacts['disk']>): Check {
  const found = `${(freeBytes / 1e9).toFixed(1)} GB of ${(totalBytes / 1e9).toFixed(1)} GB are free`;
  return freeBytes >= totalBytes * NEARLY_FULL
    ? check('disk', 'ok', found)
    : check(
        'disk',
        'limited',
        found,
        'portolan serve --keep-days DAYS drops old days; a full disk takes no batches, and sensors keep theirs',
      );
}

function checkCluster({ version, replicatedTables, readOnly, behindSeconds, queued }: ClusterFacts): Check {
  const found = `ClickHouse ${version}: ${replicatedTables} replicated tables, ${readOnly} read-only, at most ${behindSeconds} s behind, ${queued} parts waiting`;
  if (readOnly > 0)
    return check('cluster', 'limited', found, 'ZooKeeper cannot be reached from this node: echo ruok | nc HOST 2181');
  if (behindSeconds < BEHIND_SECONDS) return check('cluster', 'ok', found);
  return check(
    'cluster',
    'limited',
    found,
    'look which replica is behind: SELECT * FROM system.replicas WHERE absolute_delay > 0',
  );
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
