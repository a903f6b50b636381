import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeBatch } from '../../store/batch-message.ts';
import { ColumnBatch } from '../../store/column-batch.ts';
import { SinkError, type Sink } from '../sink.ts';
import { Drain } from '../drain.ts';
import { Spool, type NewBatch } from './spool.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-spool-'));
  folder = join(root, 'spool');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A batch of one row that is known by its port. */
function batch(port: number, rows = 1): NewBatch {
  const columns = new ColumnBatch('events', rows);
  columns.column('dport', 'u16').fill(port);
  return { day: 10, columns };
}

const place = (text: string): ReadonlyMap<string, Uint8Array> => new Map([['log', Buffer.from(text)]]);
const segments = (at = folder): string[] => readdirSync(at).filter((name) => name.endsWith('.spool'));
const positionOf = (spool: Spool): string => Buffer.from(spool.position('log') ?? []).toString();

/** What waits in a spool: numbers and ports. */
async function waiting(spool: Spool): Promise<[sequence: number, port: number][]> {
  const found: [number, number][] = [];
  for (;;) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const delivery = await spool.next(stop.signal);
    if (delivery === null) return found;
    const { sequence, columns } = decodeBatch(delivery.bytes);
    expect(sequence).toBe(delivery.sequence);
    found.push([sequence, columns.column('dport', 'u16')[0] ?? 0]);
    spool.delivered(delivery.sequence);
  }
}

/** As a process that is killed leaves it: nothing is closed. */
function killed(spool: Spool, to: string): string {
  cpSync(spool.folder, join(root, to), { recursive: true });
  rmSync(join(root, to, 'lock'), { force: true });
  return join(root, to);
}

describe('a spool', () => {
  it('gives what was written, in order, once, and with where the inputs were', async () => {
    const spool = Spool.open(folder);
    await spool.append([batch(1), batch(2)], place('a'));
    await spool.append([], place('b'));
    await spool.append([batch(3)], new Map());
    expect(await waiting(spool)).toEqual([
      [1, 1],
      [2, 2],
      [4, 3],
    ]);
    expect([positionOf(spool), spool.isEmpty]).toEqual(['b', true]);
    await spool.close();
    expect(segments()).toEqual([]);
  });

  it('never uses a number again, also when everything was delivered and is gone', async () => {
    let spool = Spool.open(folder);
    const { origin } = spool;
    await spool.append([batch(1)], place('a'));
    await waiting(spool);
    await spool.close();
    spool = Spool.open(folder);
    expect([spool.origin, positionOf(spool)]).toEqual([origin, 'a']);
    await spool.append([batch(2)], new Map());
    expect(await waiting(spool)).toEqual([[2, 2]]);
    await spool.close();
  });

  it('has every record that was acknowledged, cut wherever the last one was being written', async () => {
    const spool = Spool.open(folder);
    await spool.append([batch(1)], place('one'));
    await spool.append([batch(2), batch(3)], place('two'));
    const [name = ''] = segments();
    const before = statSync(join(folder, name)).size;
    await spool.append([batch(4), batch(5)], place('three'));
    const after = statSync(join(folder, name)).size;
    for (let end = before; end <= after; end++) {
      const copy = killed(spool, 'cut');
      truncateSync(join(copy, name), end);
      const again = Spool.open(copy);
      const isWhole = end === after;
      expect([end, positionOf(again)]).toEqual([end, isWhole ? 'three' : 'two']);
      await again.append([batch(6)], new Map());
      const found = await waiting(again);
      expect(found.map(([, port]) => port)).toEqual(isWhole ? [1, 2, 3, 4, 5, 6] : [1, 2, 3, 6]);
      // The numbers of what was cut off are not those of something else.
      expect(found.at(-1)?.[0]).toBeGreaterThan(end === before ? 3 : 5);
      await again.close();
      rmSync(copy, { recursive: true });
    }
    await spool.close();
  }, 60_000);

  it('tells damage before the end, puts it aside, and delivers what is behind it', async () => {
    const spool = Spool.open(folder);
    await spool.append([batch(1)], place('one'));
    const [name = ''] = segments();
    const from = statSync(join(folder, name)).size;
    await spool.append([batch(2)], place('two'));
    await spool.append([batch(3)], place('three'));
    const copy = killed(spool, 'damaged');
    await spool.close();
    const bytes = readFileSync(join(copy, name));
    bytes[from + 9] = 77;
    writeFileSync(join(copy, name), bytes);
    const again = Spool.open(copy);
    expect(again.notes.join()).toContain('are damaged');
    expect(readdirSync(join(copy, 'damaged'))).toEqual([`${name}.${from}`]);
    expect((await waiting(again)).map(([, port]) => port)).toEqual([1, 3]);
    expect(positionOf(again)).toBe('three');
    await again.close();
  });

  it('belongs to one process at a time, and to the next one when that is gone', async () => {
    const spool = Spool.open(folder);
    expect(() => Spool.open(folder)).toThrow(`in use by process ${process.pid}`);
    await spool.close();
    writeFileSync(join(folder, 'lock'), '999999999 1 somewhere/else\n');
    // One of another container that is silent is as good as gone; this one has just spoken.
    expect(() => Spool.open(folder)).toThrow('in use by process 999999999');
  });

  it('waits where it is full, and goes on when something was delivered', async () => {
    const spool = Spool.open(folder, { maxBytes: 1 });
    const large = (): NewBatch => batch(1, 131_072);
    for (let count = 0; count < 4; count++) await spool.append([large()], new Map());
    let isWritten = false;
    const written = spool.append([large()], place('end')).then(() => (isWritten = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isWritten).toBe(false);
    expect(spool.trouble).toContain('full');
    const stop = new AbortController();
    for (let count = 0; count < 5; count++) {
      const delivery = await spool.next(stop.signal);
      spool.delivered(delivery?.sequence ?? 0);
    }
    await written;
    expect([spool.trouble, positionOf(spool)]).toEqual([null, 'end']);
    await spool.close();
  });

  it('refuses to begin anew where messages lie whose origin is lost, and where its state is damaged', async () => {
    const spool = Spool.open(folder);
    await spool.append([batch(1)], place('one'));
    const copy = killed(spool, 'lost');
    await spool.close();
    rmSync(join(copy, 'spool.json'));
    expect(() => Spool.open(copy)).toThrow('no');
    writeFileSync(join(copy, 'spool.json'), '{"origin":1}\nabc\n');
    expect(() => Spool.open(copy)).toThrow('is damaged');
  });
});

describe('the delivery of a spool', () => {
  it('sends the same bytes until they are taken, sets aside what is refused for good, and goes on', async () => {
    const spool = Spool.open(folder);
    for (const port of [1, 2, 3]) await spool.append([batch(port)], new Map());
    const sent: string[] = [];
    const taken: number[] = [];
    const stop = new AbortController();
    const sink: Sink = {
      name: 'a test',
      send: (message) => {
        const { sequence } = decodeBatch(message);
        sent.push(Buffer.from(message).toString('base64'));
        if (sequence === 1 && sent.length < 4) return Promise.reject(new SinkError('away', true));
        if (sequence === 2) return Promise.reject(new SinkError('too old', false));
        taken.push(sequence);
        if (sequence === 3) stop.abort();
        return Promise.resolve('stored');
      },
      close: () => Promise.resolve(),
    };
    const drain = new Drain(spool, sink, () => 0);
    await drain.run(stop.signal);
    expect(taken).toEqual([1, 3]);
    expect(new Set(sent.slice(0, 4)).size).toBe(1);
    expect(drain.counts).toEqual({ delivered: 2, duplicates: 0, refused: 1 });
    const [name = '', reason = ''] = readdirSync(join(folder, 'refused')).sort();
    expect(decodeBatch(readFileSync(join(folder, 'refused', name))).sequence).toBe(2);
    expect(readFileSync(join(folder, 'refused', reason), 'utf8')).toContain('a test refused it: too old');
    expect(spool.isEmpty).toBe(true);
    await spool.close();
  });
});
