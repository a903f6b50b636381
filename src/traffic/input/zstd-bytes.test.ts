import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readAll } from './input.fixture.ts';
import { ZstdBytes } from './zstd-bytes.ts';

const whyNot = spawnSync('zstd', ['--version']).error === undefined ? null : 'there is no zstd';
if (whyNot !== null) console.warn(`skipped: what zstd packs, because ${whyNot}`);

const MAGIC = '28b52ffd';

function zstd(bytes: Buffer, ...words: string[]): Buffer {
  const { stdout, status } = spawnSync('zstd', ['-q', '-c', ...words], { input: bytes, maxBuffer: 2 ** 28 });
  expect(status).toBe(0);
  return stdout;
}

interface Unpacked {
  readonly bytes: Buffer;
  readonly notes: readonly string[];
}

async function unpack(packed: Buffer, pieceBytes = 65_536): Promise<Unpacked> {
  let at = 0;
  const source = {
    read: (into: Buffer) => {
      const count = packed.copy(into, 0, at, at + pieceBytes);
      at += count;
      return count;
    },
    close: () => undefined,
  };
  const notes = new Set<string>();
  const bytes = await readAll(new ZstdBytes(source, 'x.zst', notes), 10_000);
  return { bytes, notes: [...notes] };
}

/** A log: lines that are alike, and differ. */
function log(lines: number): Buffer {
  let text = '';
  for (let line = 0; line < lines; line++)
    text += `Nov 22 00:00:00 fw kernel: SRC=198.51.100.${line % 251} ID=${line * 7919}\n`;
  return Buffer.from(text);
}

/** A block of RFC 8878 3.1.1.2: type 0 raw, 1 repeated. */
function block(type: number, size: number, content: string, isLast = true): string {
  const head = Buffer.alloc(3);
  head.writeUIntLE((size << 3) | (type << 1) | Number(isLast), 0, 3);
  return head.toString('hex') + content;
}

describe('what zstd unpacks without Node', () => {
  it('are frames of all kinds of heads, one after the other, with others between them', async () => {
    const frames = [
      // Window of 1 KiB; the size of the content is not said.
      `${MAGIC}0000${block(0, 2, '6162', false)}${block(1, 3, '63')}`,
      // A frame that is to be skipped.
      '532a4d1803000000ffffff',
      // One segment of one byte, and a checksum.
      `${MAGIC}2401${block(0, 1, '64')}00000000`,
      // Nothing.
      `${MAGIC}0000${block(0, 0, '')}`,
    ];
    for (const pieceBytes of [1, 7, 1000]) {
      expect(await unpack(Buffer.from(frames.join(''), 'hex'), pieceBytes)).toEqual({
        bytes: Buffer.from('abcccd'),
        notes: [],
      });
    }
  });

  it.skipIf(whyNot !== null)('is what was packed, at all levels', { timeout: 60_000 }, async () => {
    const text = log(15_000);
    for (const words of [['-1'], ['-3', '--no-check'], ['-19'], ['--long=24']]) {
      const { bytes, notes } = await unpack(Buffer.concat([zstd(text, ...words), zstd(log(10))]), 50_000);
      expect(bytes.equals(Buffer.concat([text, log(10)])), words.join(' ')).toBe(true);
      expect(notes).toEqual([]);
    }
  });

  it('never is more than a block at a time', async () => {
    // 40 bytes that unpack to 1.25 MiB.
    const bomb = `${MAGIC}0058${block(1, 131_072, '61', false).repeat(9)}${block(1, 131_072, '61')}`;
    const { bytes } = await unpack(Buffer.from(bomb, 'hex'));
    expect(bytes.length).toBe(10 * 131_072);
    const tooLarge = `${MAGIC}0058${block(1, 2_000_000, '61')}`;
    await expect(unpack(Buffer.from(tooLarge, 'hex'))).rejects.toThrow(/a block that cannot be.*zstd -t/);
  });

  it('is refused where it takes too much memory, or a dictionary', async () => {
    const wide = Buffer.from(`${MAGIC}00a8${block(0, 1, '61')}`, 'hex');
    await expect(unpack(wide)).rejects.toThrow(/a window of 2048 MiB, more than is taken: zstd --long=31 -dc x\.zst/);
    const large = Buffer.from(`${MAGIC}e0ffffffffffff0f00${block(0, 1, '61')}`, 'hex');
    await expect(unpack(large)).rejects.toThrow(/more than is taken/);
    await expect(unpack(Buffer.from(`${MAGIC}01000500${block(0, 1, '61')}`, 'hex'))).rejects.toThrow(/dictionary/);
  });

  it('counts as far as it goes where it is cut off or damaged', { timeout: 60_000 }, async () => {
    const whole = Buffer.from(`${MAGIC}0000${block(0, 20, '61'.repeat(20), false)}${block(0, 2, '6364')}`, 'hex');
    expect(await unpack(whole.subarray(0, -1))).toEqual({
      bytes: Buffer.from('a'.repeat(20)),
      notes: ['x.zst is packed and cut off: what there is of it was read'],
    });
    expect(await unpack(Buffer.concat([whole, Buffer.from('some other bytes')]))).toEqual({
      bytes: Buffer.from(`${'a'.repeat(20)}cd`),
      notes: ['x.zst is packed and damaged (what follows is no zstd): nothing behind that place was read'],
    });
    await expect(unpack(whole.subarray(0, 7))).resolves.toMatchObject({ bytes: Buffer.alloc(0) });
  });

  it.skipIf(whyNot !== null)(
    'never hangs and never throws anything else, whatever the bytes',
    { timeout: 60_000 },
    async () => {
      const packed = zstd(log(3000));
      for (let place = 4; place < packed.length; place += 1 + Math.floor(packed.length / 300)) {
        const changed = Buffer.from(packed);
        changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
        const result = await unpack(changed).catch((error: unknown) => error);
        expect(result instanceof Error ? result.name : 'InputError').toBe('InputError');
      }
    },
  );
});
