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

  it('says what it cannot read, and what it was not asked', { timeout: 60_000 }, () => {
    expect(ingest(join(folder, 'nothing.log'))).toMatchObject({ code: 3 });
    expect(ingest()).toMatchObject({ code: 2 });
    expect(ingest('a', '--spool-size', '5')).toMatchObject({ code: 2 });
  });
});
