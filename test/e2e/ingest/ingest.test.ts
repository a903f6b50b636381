import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { portolan } from '../program.fixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-ingest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lines(from: number, to: number): string {
  let text = '';
  for (let port = from; port < to; port++) {
    text += `2026-11-22T10:00:00.000000+00:00 gate kernel: [UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=40 TOS=0x00 PREC=0x00 TTL=240 ID=1 PROTO=TCP SPT=4000 DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0\n`;
  }
  return text;
}

function ingest(...words: readonly string[]): { code: number | null; stored: number; already: number; err: string } {
  const { code, out, err } = portolan(['ingest', ...words, '--store', join(folder, 'store'), '--json']);
  const { delivery = { delivered: 0 }, inputs = [] } = (out === '' ? {} : JSON.parse(out)) as {
    delivery?: { delivered: number };
    inputs?: { already: number }[];
  };
  return { code, stored: delivery.delivered, already: inputs[0]?.already ?? 0, err };
}

describe('ingest', () => {
  it('stores a file once: again, grown, renamed and packed', { timeout: 120_000 }, () => {
    const log = join(folder, 'kern.log');
    writeFileSync(log, lines(1, 101));
    expect(ingest(log)).toMatchObject({ code: 0, stored: 100, already: 0 });
    expect(ingest(log)).toMatchObject({ code: 0, stored: 0, already: 100 });
    appendFileSync(log, lines(101, 151));
    expect(ingest(log)).toMatchObject({ code: 0, stored: 50, already: 100 });
    renameSync(log, `${log}.1`);
    expect(ingest(`${log}.1`)).toMatchObject({ code: 0, stored: 0, already: 150 });
    writeFileSync(`${log}.2.gz`, gzipSync(readFileSync(`${log}.1`)));
    expect(ingest(`${log}.2.gz`)).toMatchObject({ code: 0, stored: 0, already: 150 });
    expect(ingest(`${log}.1`, '--again')).toMatchObject({ code: 0, stored: 150, already: 0 });
  });

  it(
    'knows a file that is followed by name, and one that was given by name when it is followed',
    { timeout: 240_000 },
    () => {
      const log = join(folder, 'kern.log');
      const follow = (...words: readonly string[]): number => ingest('--follow', log, '--once', ...words).stored;
      writeFileSync(log, lines(1, 51));
      expect(follow()).toBe(0);
      appendFileSync(log, lines(51, 81));
      expect(follow()).toBe(30);
      // What was there when following began was not stored: now it is, and the rest is not stored again.
      expect(ingest(log)).toMatchObject({ code: 0, stored: 50, already: 30 });
      expect(follow('--from', 'start')).toBe(0);
      appendFileSync(log, lines(81, 91));
      expect(ingest(log)).toMatchObject({ stored: 10, already: 80 });
      appendFileSync(log, lines(91, 96));
      expect(follow()).toBe(5);
      expect(ingest(log)).toMatchObject({ stored: 0, already: 95 });
      appendFileSync(log, lines(96, 99));
      renameSync(log, `${log}.1`);
      writeFileSync(log, lines(200, 207));
      expect(follow()).toBe(10);
      writeFileSync(`${log}.1.gz`, gzipSync(readFileSync(`${log}.1`)));
      expect(ingest(`${log}.1.gz`)).toMatchObject({ stored: 0, already: 98 });
      expect(ingest(log)).toMatchObject({ stored: 0, already: 7 });
    },
  );

  it('begins to follow a file behind what was read of it by name', { timeout: 60_000 }, () => {
    const log = join(folder, 'kern.log');
    writeFileSync(log, lines(1, 11));
    expect(ingest(log).stored).toBe(10);
    appendFileSync(log, lines(11, 14));
    expect(ingest('--follow', log, '--once', '--from', 'start').stored).toBe(3);
  });

  it('counts what came live for each input', { timeout: 60_000 }, () => {
    const [one, other] = [join(folder, 'one.log'), join(folder, 'other.log')];
    writeFileSync(one, lines(1, 6));
    writeFileSync(other, lines(1, 8));
    const words = ['ingest', '--follow', one, other, '--once', '--from', 'start', '--json'];
    const { inputs } = JSON.parse(portolan([...words, '--store', join(folder, 'store')]).out) as {
      inputs: { events: number }[];
    };
    expect(inputs.map(({ events }) => events)).toEqual([5, 7]);
  });

  it('takes a snapshot that was saved, once', { timeout: 60_000 }, () => {
    const saved = join(folder, 'monday.json');
    expect(portolan(['snapshot', 'save', saved]).code).toBe(0);
    const { code, err } = ingest(saved);
    expect([code, err]).toEqual([0, '']);
    const { out } = portolan(['ask', 'sensors', '--store', join(folder, 'store'), '--json']);
    expect(out).toContain('"question"');
    expect(ingest(saved)).toMatchObject({ code: 0, stored: 0 });
  });

  it('says of lines that portolan wrote what to give instead', { timeout: 60_000 }, () => {
    const log = join(folder, 'kern.log');
    writeFileSync(log, lines(1, 101));
    const told = join(folder, 'told.ndjson');
    writeFileSync(told, portolan(['traffic', '--ndjson', log]).out);
    expect(ingest(told)).toMatchObject({
      code: 3,
      err: expect.stringContaining('told.ndjson is what --ndjson of portolan wrote') as string,
    });
  });

  it('says what it cannot read, and what it was not asked', { timeout: 60_000 }, () => {
    expect(ingest(join(folder, 'nothing.log'))).toMatchObject({ code: 3 });
    expect(ingest()).toMatchObject({ code: 2 });
    expect(ingest('a', '--spool-size', '5')).toMatchObject({ code: 2 });
  });
});
