import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawSocket, SocketKind } from '../socket-table.ts';
import { netRow, netTable, TCP_HEADING } from './net-row.fixture.ts';
import { createNetTableParser } from './net-table.ts';

const ROWS = [
  { local: '127.0.0.1:8080', state: 10, receiveQueue: 2, inode: 95_925 },
  { local: '127.0.0.1:8080', remote: '127.0.0.1:37582', state: 6 },
  { local: '192.0.2.7:37574', remote: '198.51.100.9:443', state: 1, sendQueue: 30, uid: 1000, inode: 4_294_967_295 },
];
const ROWS6 = [
  { local: '[::1]:9000', state: 10, inode: 95_932 },
  { local: '[::ffff:127.0.0.1]:37604', remote: '[2001:db8::1]:8080', state: 8, uid: 65_534, inode: 95_933 },
];
const TABLES: readonly { readonly kind: SocketKind; readonly text: string }[] = [
  { kind: 0, text: netTable(ROWS) },
  { kind: 1, text: netTable(ROWS6) },
  { kind: 2, text: netTable(ROWS) },
  { kind: 3, text: netTable(ROWS6) },
];

/** Feeds the pieces through one buffer that is reused and full of line ends behind the piece, as a short read leaves it. */
function parse(kind: SocketKind, pieces: readonly Uint8Array[], littleEndian = true) {
  const rows: RawSocket[] = [];
  const parser = createNetTableParser({
    kind,
    littleEndian,
    listeningOnly: false,
    onSocket: (socket) => rows.push(structuredClone(socket)),
  });
  const buffer = new Uint8Array(Math.max(0, ...pieces.map((piece) => piece.length)) + 8);
  for (const piece of pieces) {
    buffer.fill(10);
    buffer.set(piece);
    parser.take(buffer, piece.length);
  }
  parser.finish();
  return { rows, skipped: parser.skipped };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

/** Lines behind the heading that hold anything, and the rest behind the last line end. */
function countLines(bytes: Uint8Array): number {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const rest = lines.pop();
  return lines.slice(1).filter((line) => line !== '').length + (rest === '' ? 0 : 1);
}

describe('the parser of socket tables, whatever comes', () => {
  it('gives the same rows at whichever byte the table is cut in two', () => {
    for (const { kind, text } of TABLES) {
      const bytes = bytesOf(text);
      const whole = parse(kind, [bytes]);
      expect(whole.rows).toHaveLength(kind % 2 === 0 ? ROWS.length : ROWS6.length);
      for (let at = 0; at <= bytes.length; at++) expect(parse(kind, cutAt(bytes, [at]))).toEqual(whole);
    }
  });

  it('gives the same rows and the same count of faults for any pieces of any damaged table', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TABLES),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        ({ kind, text }, flips, cuts) => {
          const bytes = bytesOf(text);
          for (const [at, value] of flips) bytes[at % bytes.length] = value;
          expect(parse(kind, cutAt(bytes, cuts))).toEqual(parse(kind, [bytes]));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('accounts for every line, as a row or as skipped, whichever bytes were changed and wherever the table ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TABLES),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        fc.nat(),
        ({ kind, text }, flips, length) => {
          const bytes = bytesOf(text);
          for (const [at, value] of flips) bytes[at % bytes.length] = value;
          const cut = bytes.subarray(0, length % (bytes.length + 1));
          const { rows, skipped } = parse(kind, [cut]);
          expect(rows.length + skipped).toBe(countLines(cut));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('accounts for every line of plain noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
        const { rows, skipped } = parse(0, [noise]);
        expect(rows.length + skipped).toBe(countLines(noise));
      }),
    );
  });

  it('never makes up a row from a table that was cut off', () => {
    for (const { kind, text } of TABLES) {
      const bytes = bytesOf(text);
      const whole = parse(kind, [bytes]).rows;
      for (let length = 0; length < bytes.length; length++) {
        const { rows } = parse(kind, [bytes.subarray(0, length)]);
        expect(rows).toEqual(whole.slice(0, rows.length));
      }
    }
  });

  it('reads back whatever the kernel can print, in both byte orders', () => {
    const port = fc.nat(65_535);
    const word = fc.nat(0xffffffff);
    const address = fc.ipV4();
    fc.assert(
      fc.property(
        fc.record({ local: address, localPort: port, remote: address, remotePort: port }),
        fc.record({
          state: fc.integer({ min: 1, max: 13 }),
          sendQueue: word,
          receiveQueue: word,
          uid: word,
          inode: word,
        }),
        fc.boolean(),
        (ends, numbers, littleEndian) => {
          const text = netRow(
            { local: `${ends.local}:${ends.localPort}`, remote: `${ends.remote}:${ends.remotePort}`, ...numbers },
            littleEndian,
          );
          const { rows, skipped } = parse(0, [bytesOf(TCP_HEADING + text)], littleEndian);
          expect(skipped).toBe(0);
          expect(rows).toEqual([
            {
              kind: 0,
              ...numbers,
              local: [0, 0, 0, numberOf(ends.local)],
              localPort: ends.localPort,
              remote: [0, 0, 0, numberOf(ends.remote)],
              remotePort: ends.remotePort,
            },
          ]);
        },
      ),
    );
  });
});

describe('a line that never ends', () => {
  const MEGABYTE = 1_048_576;
  const PIECE = 65_536;
  const row = netRow({ local: '10.0.0.1:22', state: 10, inode: 7 });

  function pieces(text: string, size: number): Uint8Array[] {
    const bytes = bytesOf(text);
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
    return parts;
  }

  it('is one skipped line when the file ends in it', () => {
    const { rows, skipped } = parse(0, pieces(TCP_HEADING + row + 'x'.repeat(MEGABYTE), PIECE));
    expect(rows).toHaveLength(1);
    expect(skipped).toBe(1);
  });

  it('is one skipped line when it ends after all, and the rows behind it are read', () => {
    const { rows, skipped } = parse(0, pieces(`${TCP_HEADING}${'x'.repeat(MEGABYTE)}\n${row}${row}`, PIECE));
    expect(rows).toHaveLength(2);
    expect(skipped).toBe(1);
  });

  it('does not swallow the first row when it stands in the place of the heading', () => {
    const { rows, skipped } = parse(0, pieces(`${'x'.repeat(MEGABYTE)}\n${row}${row}`, PIECE));
    expect(rows).toHaveLength(2);
    expect(skipped).toBe(1);
  });

  it('is skipped alike in one piece and in many, although it begins as a row', () => {
    const long = `${TCP_HEADING}${row.trimEnd()}${' '.repeat(5000)}\n${row}`;
    expect(parse(0, [bytesOf(long)])).toEqual(parse(0, pieces(long, 100)));
    expect(parse(0, [bytesOf(long)]).skipped).toBe(1);
  });
});

function numberOf(quad: string): number {
  return quad.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}
