import { describe, expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { decodeBson, encodeBson } from './bson.ts';
import { MONGO_FRAME, decodeMongo, mongoCommand } from './mongodb.ts';

describe('MongoDB messages', () => {
  const sent = mongoCommand(1, { listDatabases: 1, nameOnly: true });

  it('are written and read', () => {
    expect(MONGO_FRAME.lengthOf(sent)).toBe(sent.length);
    expect([...(decodeMongo(sent) ?? [])]).toEqual([
      ['listDatabases', 1],
      ['nameOnly', true],
      ['$db', 'admin'],
    ]);
    expect(MONGO_FRAME.lengthOf(Buffer.from('HTTP/1.0 400 Bad'))).toBeNull();
  });

  it('never make their reader throw', () => {
    expectRobust(decodeMongo, [sent]);
    expectRobust(decodeBson, [encodeBson({ a: 'text', b: -1, c: false })]);
  });

  it('keep inner documents as bytes', () => {
    const inner = encodeBson({ a: 1 });
    const outer = Uint8Array.of(inner.length + 8, 0, 0, 0, 3, 0x78, 0, ...inner, 0);
    expect(decodeBson(outer)?.get('x')).toEqual(inner);
  });
});
