import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { encodeBson } from '../protocols/bson.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { mongodbOpen } from './mongodb-open.ts';
import { answering, play } from './scripted-network.fixture.ts';

function message(body: Uint8Array): Uint8Array {
  return new ByteWriter()
    .u32le(21 + body.length)
    .u32le(1)
    .u32le(1)
    .u32le(2013)
    .u32le(0)
    .u8(0)
    .bytes(body)
    .finish();
}

function server(list: Uint8Array): Promise<CheckResult> {
  const script = answering((sent) => message(sent[4] === 1 ? encodeBson({ ok: 1, maxWireVersion: 21 }) : list));
  return play(mongodbOpen, { connections: [script] });
}

describe('mongodb.open', () => {
  it('is exposed where databases are listed, and counts them', async () => {
    const array = encodeBson({ 0: 'x', 1: 'y' });
    const body = new ByteWriter().u8(4).text('databases').u8(0).bytes(array).u8(0x10).text('ok').u8(0).u32le(1).u8(0);
    const list = new ByteWriter()
      .u32le(body.length + 4)
      .bytes(body.finish())
      .finish();
    expect(await server(list)).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { databases: 2 } });
  });

  it('is not where a password is wanted', async () => {
    expect((await server(encodeBson({ ok: 0, code: 13 }))).verdict).toBe('not-exposed');
    expect((await server(encodeBson({ ok: 0, code: 1 }))).verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(mongodbOpen));
});
