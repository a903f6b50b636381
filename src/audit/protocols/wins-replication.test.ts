import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { WINS_FRAME, decodeWins, winsStart, winsStop, winsTableQuery } from './wins-replication.ts';

const reply = new ByteWriter().u32(41).u32(0x7800).u32(1).u32(1).u32(9).u16(2).u16(5).zeros(21).finish();

describe('WINS replication', () => {
  it('writes lengths that its own frames have', () => {
    for (const bytes of [winsStart(1), winsTableQuery(9), winsStop(9)]) {
      expect(WINS_FRAME.lengthOf(bytes.subarray(0, 8))).toBe(bytes.length);
    }
    expect(WINS_FRAME.lengthOf(Buffer.from('HTTP/1.0'))).toBeNull();
  });

  it('is read', () => {
    expect(decodeWins(reply)).toEqual({ kind: 'associated', handle: 9, version: '2.5' });
    expect(decodeWins(winsStop(9))).toEqual({ kind: 'stopped', reason: 0 });
    const table = new ByteWriter().u32(20).u32(0x7800).u32(1).u32(3).u32(1).u32(2).finish();
    expect(decodeWins(table)).toEqual({ kind: 'table', partners: 2 });
    expectRobust(decodeWins, [reply, table]);
  });
});
