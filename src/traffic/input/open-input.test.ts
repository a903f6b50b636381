import { chmodSync, closeSync, mkdirSync, openSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Clock } from '../decoders/clock.ts';
import { InputDecoder } from '../decoders/input-decoder.ts';
import { windowsFirewall } from '../decoders/windows-firewall.ts';
import { EventBatch } from '../event-batch.ts';
import { readAll, testFolder } from './input.fixture.ts';
import { openInput } from './open-input.ts';
import { findPacking } from './packing.ts';

const folder = testFolder();
const TEXT = Buffer.from(Array.from({ length: 20_000 }, (_, line) => `line ${line} ${line * 7919}\n`).join(''));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('an input', () => {
  it('is a file, with what the file system knows of it', async () => {
    const path = file('plain.log', TEXT);
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const input = await openInput(path);
    expect(input).toMatchObject({ name: path, path, packing: 'none', size: TEXT.length, modified: 1_700_000_000 });
    expect((await readAll(input)).equals(TEXT)).toBe(true);
    expect(input.position).toBe(TEXT.length);
    input.close();
    input.close();
    expect(await input.read(Buffer.alloc(9))).toBe(0);
  });

  it('may be empty, or shorter than any magic', async () => {
    for (const bytes of ['', '\x1f', '\x1f\x8b']) {
      const input = await openInput(file('short', Buffer.from(bytes, 'latin1')));
      expect(await readAll(input)).toEqual(Buffer.from(bytes, 'latin1'));
      input.close();
    }
  });

  it('may be a file of /proc, which says it has no bytes', async () => {
    const input = await openInput('/proc/self/status');
    expect(input.size).toBeNull();
    expect((await readAll(input)).toString()).toContain('VmPeak');
    input.close();
  });

  it('may be a device without an end', async () => {
    const input = await openInput('/dev/zero');
    const piece = Buffer.alloc(100_000, 1);
    await input.read(piece);
    expect(await input.read(piece)).toBe(100_000);
    expect(piece.every((byte) => byte === 0)).toBe(true);
    expect(input).toMatchObject({ size: null, modified: null, path: null });
    input.close();
  });

  it('feeds a decoder, right into its buffer', async () => {
    const line = '2026-10-09 08:06:26 DROP TCP 203.0.113.90 192.0.2.7 80 1774 576 A 1 2 3 - - - RECEIVE\r\n';
    const input = await openInput(file('pfirewall.log.gz', gzipSync(line.repeat(30_000))));
    const batch = new EventBatch(() => undefined);
    const decoder = new InputDecoder(windowsFirewall, [], { clock: new Clock(input.modified ?? 0) }, batch);
    for (;;) {
      const count = await input.read(decoder.space);
      if (count === 0) break;
      decoder.advance(count);
    }
    decoder.end();
    input.close();
    expect(decoder.totals).toMatchObject({ records: 30_000, malformed: 0, bytes: 30_000 * line.length });
  });

  it('may be standard input, packed or not', async () => {
    for (const [name, bytes] of [
      ['in', TEXT],
      ['in.gz', gzipSync(TEXT)],
    ] as const) {
      const standardInput = openSync(file(name, bytes), 'r');
      const input = await openInput('-', { standardInput });
      expect(input.name).toBe('standard input');
      expect((await readAll(input)).equals(TEXT)).toBe(true);
      input.close();
      closeSync(standardInput);
    }
  });

  it('is refused in a sentence that says what to do', async () => {
    await expect(openInput(join(folder, 'none'))).rejects.toThrow(/there is no .*none: look at its name/);
    await expect(openInput(join(folder, 'plain.log/x'))).rejects.toThrow(/is a file, not a folder/);
    mkdirSync(join(folder, 'logs'));
    await expect(openInput(join(folder, 'logs/'))).rejects.toThrow(
      /is a folder: name the files in it, as in .*logs\/\*$/,
    );
    await expect(openInput('-', { standardInput: 999_999 })).rejects.toThrow(/standard input is closed: name a file/);
    const locked = file('locked', 'x');
    chmodSync(locked, 0);
    if (process.getuid?.() !== 0) await expect(openInput(locked)).rejects.toThrow(/no right to read .*sudo/);
  });
});

describe('a packed input', () => {
  it('is unpacked, whatever its name, in as many members as it has', async () => {
    const half = TEXT.length / 2;
    const packed = Buffer.concat([gzipSync(TEXT.subarray(0, half)), gzipSync(TEXT.subarray(half))]);
    for (const pieceBytes of [1, 1000, 1_048_576]) {
      const text = pieceBytes === 1 ? TEXT.subarray(0, 3000) : TEXT;
      const input = await openInput(file('two', pieceBytes === 1 ? gzipSync(text) : packed));
      expect(input.packing).toBe('gzip');
      expect((await readAll(input, pieceBytes)).equals(text)).toBe(true);
      expect([...input.notes]).toEqual([]);
      expect(input.position).toBe(input.size);
      input.close();
    }
  });

  it('that is cut off gives what there is, and a note', async () => {
    const packed = gzipSync(TEXT);
    for (const kept of [12, 100, packed.length / 2, packed.length - 1]) {
      const input = await openInput(file('cut.gz', packed.subarray(0, kept)));
      const bytes = await readAll(input);
      expect(TEXT.subarray(0, bytes.length).equals(bytes)).toBe(true);
      if (kept > 1000) expect(bytes.length).toBeGreaterThan((TEXT.length * kept) / packed.length / 2);
      expect([...input.notes]).toEqual([expect.stringMatching(/packed and cut off/)]);
      input.close();
    }
  });

  it('that is damaged gives what stands before, and a note; or is refused', async () => {
    const packed = gzipSync(TEXT);
    const middle = Math.floor(packed.length / 2);
    packed.fill(0xff, middle, middle + 100);
    const input = await openInput(file('damaged.gz', packed));
    const bytes = await readAll(input);
    expect(bytes.length).toBeGreaterThan(TEXT.length / 3);
    expect([...input.notes]).toEqual([expect.stringMatching(/packed and damaged/)]);
    input.close();

    const none = await openInput(
      file('none.gz', Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(50, 0xff)])),
    );
    await expect(readAll(none)).rejects.toThrow(/packed and damaged .*try gzip -t/);
    none.close();
  });

  it('may be followed by padding', async () => {
    const input = await openInput(file('padded.gz', Buffer.concat([gzipSync(TEXT), Buffer.alloc(1_000_000)])));
    expect((await readAll(input)).equals(TEXT)).toBe(true);
    input.close();
  });

  it('that unpacks to a thousand times its size is not unpacked ahead of the reader', async () => {
    const zeros = 64 * 1024 * 1024;
    const input = await openInput(file('bomb.gz', gzipSync(Buffer.alloc(zeros))));
    const piece = Buffer.alloc(1_048_576);
    let bytes = 0;
    let furthest = 0;
    for (let count = await input.read(piece); count > 0; count = await input.read(piece)) {
      bytes += count;
      furthest = Math.max(furthest, input.position - (bytes / zeros) * (input.size ?? 0));
    }
    expect(bytes).toBe(zeros);
    expect(furthest).toBeLessThan(20_000);
    input.close();
  });

  it('names the program where it cannot be unpacked here', async () => {
    const xz = file('log.xz', Buffer.from('fd377a585a000004', 'hex'));
    await expect(openInput(xz)).rejects.toThrow(`xz -dc ${xz} | portolan traffic -`);
    const bzip2 = file('log.bz2', Buffer.from('BZh91AY&SY', 'latin1'));
    await expect(openInput(bzip2)).rejects.toThrow(`bzip2 -dc ${bzip2} | portolan traffic -`);
    const zstd = Buffer.from('28b52ffd04', 'hex');
    expect(findPacking(zstd)).toEqual({ packing: 'zstd', unreadable: null });
  });
});
