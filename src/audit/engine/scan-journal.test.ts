import fc from 'fast-check';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PortState } from '../result.ts';
import { openScanJournal } from './journal-file.ts';
import { journalHead, journalLines, maxJournalBytes, readJournal, type ScanPlan } from './scan-journal.ts';
import type { ScannedPort } from './scan.ts';

const PLAN: ScanPlan = {
  targets: [
    { address: '192.0.2.1', ports: [1, 22, 80, 443] },
    { address: '2001:db8::1', ports: [22] },
  ],
  seed: 1,
};
const HEAD = journalHead(PLAN, new Date(0));
const open22: ScannedPort = { address: '192.0.2.1', port: 22, state: 'open', because: 'connected' };

const results = fc.array(
  fc.record({
    address: fc.constant('192.0.2.1'),
    port: fc.constantFrom(1, 22, 80, 443),
    state: fc.constantFrom<PortState>('open', 'closed', 'filtered', 'no-answer'),
    because: fc.constantFrom('connected', 'refused', 'said "so"\n'),
  }),
  { maxLength: 20 },
);

/** The last that was said of each port. */
function lastOf(all: readonly ScannedPort[]): Set<string> {
  return new Set(new Map(all.map((each) => [each.port, JSON.stringify(each)])).values());
}

describe('a journal', () => {
  it('gives back what was decided, batch by batch', () => {
    fc.assert(
      fc.property(fc.array(results), (batches) => {
        const text = HEAD + batches.map(journalLines).join('');
        const all = batches.flat();
        const read = readJournal(text, PLAN);
        if (typeof read === 'string') throw new Error(read);
        expect(new Set(read.map(({ port }) => port))).toEqual(new Set(all.map(({ port }) => port)));
        // Within a batch a port is decided once in truth, so only batches of one say which was last.
        if (batches.every((batch) => batch.length <= 1)) {
          expect(new Set(read.map((each) => JSON.stringify(each)))).toEqual(lastOf(all));
        }
        expect(Buffer.byteLength(text)).toBeLessThan(maxJournalBytes(PLAN));
      }),
    );
  });

  it('torn anywhere after its head gives what stands before the tear', () => {
    const second: ScannedPort = { ...open22, port: 80, state: 'closed', because: 'refused' };
    const text = HEAD + journalLines([open22]) + journalLines([second]);
    const whole = HEAD.length + journalLines([open22]).length;
    for (let cut = whole; cut < text.length - 1; cut++) expect(readJournal(text.slice(0, cut), PLAN)).toEqual([open22]);
    expect(readJournal(text, PLAN)).toEqual([open22, second]);
  });

  it('of other targets, ports or order is refused with a sentence that names them', () => {
    const others: readonly ScanPlan[] = [
      { ...PLAN, seed: 2 },
      { ...PLAN, targets: PLAN.targets.slice(0, 1) },
      { ...PLAN, targets: [{ address: '192.0.2.1', ports: [22] }] },
    ];
    for (const other of others) {
      expect(readJournal(HEAD, other)).toBe(
        'It belongs to a scan of other targets or ports (192.0.2.1 1,22,80,443 and 1 more).',
      );
    }
  });

  it('never throws, believes no port outside its plan, and shows no escapes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readJournal(text, PLAN)).toBeTypeOf('string');
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readJournal(HEAD + text, PLAN)).toEqual([]);
      }),
    );
    const foreign = journalLines([
      { ...open22, port: 23 },
      { ...open22, address: '192.0.2.9' },
    ]);
    expect(readJournal(HEAD + foreign, PLAN)).toEqual([]);
    const hostile = JSON.stringify({ schema: 'portolan/scan-journal@1', key: '', targets: ['\u001b]0;owned\u0007'] });
    expect(readJournal(hostile, PLAN)).toBe('It belongs to a scan of other targets or ports (0owned).');
  });
});

describe('the file of a journal', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function begin(path: string): Promise<Exclude<Awaited<ReturnType<typeof openScanJournal>>, string>> {
    const journal = await openScanJournal(path, PLAN);
    if (typeof journal === 'string') throw new Error(journal);
    return journal;
  }

  it('keeps what was recorded for the next run, readable by its owner only', async () => {
    const path = join(folder, 'scan.ndjson');
    const first = await begin(path);
    expect(first.decided).toEqual([]);
    first.record(open22);
    expect(await first.close()).toBeNull();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const second = await begin(path);
    expect(second.decided).toEqual([open22]);
    await second.close();
  });

  it('goes on after a torn line without losing the next', async () => {
    const path = join(folder, 'scan.ndjson');
    writeFileSync(path, `${HEAD}{"address":"192.0.2.1","sta`);
    const journal = await begin(path);
    journal.record(open22);
    await journal.close();
    expect(readJournal(readFileSync(path, 'utf8'), PLAN)).toEqual([open22]);
  });

  it('is refused where others can write it, and where it is no file', async () => {
    const path = join(folder, 'shared');
    writeFileSync(path, HEAD);
    chmodSync(path, 0o666);
    expect(await openScanJournal(path, PLAN)).toContain('no file of yours that only you can write');
    expect(readFileSync(path, 'utf8')).toBe(HEAD);
    expect(await openScanJournal('/dev/null', PLAN)).toContain('no file of yours');
  });

  it('is refused where it is something else, too long, or not to be opened', async () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'my notes\n');
    expect(await openScanJournal(path, PLAN)).toContain('It is no journal of a scan');
    expect(readFileSync(path, 'utf8')).toBe('my notes\n');
    writeFileSync(path, Buffer.alloc(maxJournalBytes(PLAN) + 1, 0x20));
    expect(await openScanJournal(path, PLAN)).toContain('longer than a journal of this scan can be');
    expect(await openScanJournal(join(folder, 'none', 'scan'), PLAN)).toContain('ENOENT');
  });
});
