import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { winsStop } from '../protocols/wins-replication.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { answering, play } from './scripted-network.fixture.ts';
import { winsReplication } from './wins-replication.ts';

const REPLY = new ByteWriter().u32(41).u32(0x7800).u32(1).u32(1).u32(9).u16(2).u16(5).zeros(21).finish();
const TABLE = new ByteWriter().u32(20).u32(0x7800).u32(1).u32(3).u32(1).u32(2).finish();

function server(table: Uint8Array | null): Promise<CheckResult> {
  return play(winsReplication, { connections: [answering((sent) => (sent[15] === 0 ? REPLY : table))] });
}

describe('wins.replication', () => {
  it('is exposed where its table is told to somebody who is no partner', async () => {
    expect(await server(TABLE)).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { owners: 2 } });
  });

  it('is exposed, though less, where only an association is made', async () => {
    expect(await server(winsStop(1))).toMatchObject({ verdict: 'exposed', confidence: 'firm' });
    expect(await server(null)).toMatchObject({ verdict: 'exposed', confidence: 'firm' });
  });

  it('holds against other services and garbage', () => expectSteadfast(winsReplication));
});
