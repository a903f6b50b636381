import { describe, expect, it } from 'vitest';
import { Engine } from './engine.fixture.ts';
import { anyEvents } from './any-events.fixture.ts';
import { contentOf, Checksum, headOf, HEAD_BYTES, OtherVersion } from '../input/state-envelope.ts';
import { StateFault, StateReader } from './state-reader.ts';
import { StateWriter } from './state-writer.ts';

const events = anyEvents(1, 1500);
const engine = new Engine();
engine.feed(events, 0);
const state = engine.save();

/** Loads what may be anything, goes on with it, and reports: true where it was taken for a state. */
function isTaken(bytes: Uint8Array): boolean {
  const other = new Engine();
  try {
    other.load(bytes);
  } catch (error) {
    if (error instanceof StateFault) return false;
    throw error;
  }
  other.feed(events.slice(0, 300), events.length);
  other.report();
  return true;
}

describe('a state that is none', () => {
  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < state.length; length += 1 + Math.floor(state.length / 11)) {
      expect(isTaken(state.subarray(0, length))).toBe(false);
    }
    expect(isTaken(Buffer.concat([state, Buffer.alloc(4)]))).toBe(false);
  });

  it('is refused or gone on with, whatever its bytes are, and nothing hangs or is thrown', { timeout: 120_000 }, () => {
    let taken = 0;
    for (let place = 3; place < state.length; place += 1 + Math.floor(state.length / 23)) {
      const changed = Buffer.from(state);
      changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
      changed.fill(0xff, place + 1, place + 1 + (place % 3) * 4);
      if (isTaken(changed)) taken++;
    }
    expect(taken).toBeGreaterThan(0);
  });
});

describe('the envelope of a state', () => {
  const fingerprint = Buffer.alloc(32, 7);
  const content = Buffer.from('what is known');

  function sealed(print = fingerprint): Buffer {
    const head = headOf(print, content.length);
    const checksum = new Checksum(head);
    checksum.add(content);
    checksum.seal(head);
    return Buffer.concat([head, content]);
  }

  it('gives the content back', () => {
    expect(contentOf(sealed(), fingerprint).equals(content)).toBe(true);
  });

  it('tells a state of other patterns or of another format from a damaged one', () => {
    expect(() => contentOf(sealed(Buffer.alloc(32)), fingerprint)).toThrow(OtherVersion);
    const newer = sealed();
    newer.writeUInt32LE(3, newer.indexOf('\n') + 1);
    expect(() => contentOf(newer, fingerprint)).toThrow(/it has format 3, and this portolan reads 2/);
  });

  it.each([
    ['nothing', (whole: Buffer) => whole.subarray(0, 0), /it is no state of portolan traffic/],
    ['a log', () => Buffer.from('Nov 22 00:00:00 fw kernel: x'), /it is no state of portolan traffic/],
    ['a head', (whole: Buffer) => whole.subarray(0, 60), /cut off/],
    ['a part', (whole: Buffer) => whole.subarray(0, HEAD_BYTES + 4), /cut off/],
    ['more', (whole: Buffer) => Buffer.concat([whole, whole]), /cut off/],
    ['another letter', (whole: Buffer) => Buffer.from(whole).fill('W', HEAD_BYTES, HEAD_BYTES + 1), /checksum/],
    ['another checksum', (whole: Buffer) => Buffer.from(whole).fill(1, HEAD_BYTES - 1, HEAD_BYTES), /checksum/],
  ])('refuses %s', (_, change, message) => {
    expect(() => contentOf(change(sealed()), fingerprint)).toThrow(message);
    expect(() => contentOf(change(sealed()), fingerprint)).toThrow(StateFault);
  });
});

describe('what is written', () => {
  it('is read again, whatever it is', () => {
    const columns = [
      new Uint8Array([0, 0, 0, 0, 5]),
      new Float64Array([0, 0, 0, Number.NaN, 0, 0, 0, 0, 0, 0, 1.5]),
      new Uint32Array(300_000).fill(7, 299_998),
      new Uint16Array(0),
      new Uint32Array(10),
    ];
    const writer = new StateWriter();
    for (const column of columns) writer.column(column);
    writer.number(Number.NaN);
    writer.number(-0.5);
    writer.text('Ünï');
    writer.list([1, 2, 3], (item) => writer.integer(item));
    const reader = new StateReader(writer.toBytes());
    for (const column of columns) {
      const read = column.slice().fill(0);
      reader.column(read);
      expect(read).toEqual(column);
    }
    expect(reader.number()).toBeNaN();
    expect(() => reader.amount()).toThrow(StateFault);
    expect(reader.text()).toBe('Ünï');
    const items: number[] = [];
    reader.list(3, () => items.push(reader.integer(3)));
    expect(items).toEqual([1, 2, 3]);
    reader.end();
    expect(() => reader.integer()).toThrow('it is cut off');
  });
});
