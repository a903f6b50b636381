import { describe, expect, it } from 'vitest';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { asRecord } from '../protocols/onc-rpc.ts';
import { nfsExports as exportsOf, rpcReply } from '../protocols/rpc-answer.fixture.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { nfsExports } from './nfs-exports.ts';
import { answering, play } from './scripted-network.fixture.ts';

function server(folders: readonly (readonly [string, readonly string[]])[], mountPort = 20_048): Promise<CheckResult> {
  const script = answering((sent) => {
    const program = new ByteReader(sent, 16).u32();
    const results =
      { 100_000: new ByteWriter().u32(mountPort), 100_005: exportsOf(folders) }[program] ?? new ByteWriter();
    return asRecord(rpcReply(sent.subarray(4), results));
  });
  return play(nfsExports, { connections: [script] });
}

describe('nfs.exports', () => {
  it('is exposed where a folder is for everybody', async () => {
    expect(
      await server([
        ['/srv/all', ['*']],
        ['/srv/some', ['10.0.0.0/8']],
      ]),
    ).toMatchObject({ verdict: 'exposed', facts: { open: 1 } });
    expect((await server([['/srv/all', []]])).summary).toContain('/srv/all');
  });

  it('is exposed, though less, where folders are for some; and not where there are none', async () => {
    expect(await server([['/srv/some', ['10.0.0.0/8']]])).toMatchObject({ verdict: 'exposed', facts: { open: 0 } });
    expect((await server([])).verdict).toBe('not-exposed');
  });

  it('is inconclusive without a mount daemon', async () => {
    expect((await server([], 0)).verdict).toBe('inconclusive');
  });

  it('is not led to a printer, or to industrial gear, by what the portmapper says', async () => {
    for (const port of [515, 9100, 502]) {
      const { verdict, summary, rounds } = await server([['/srv/all', ['*']]], port);
      expect([verdict, rounds]).toEqual(['inconclusive', 2]);
      expect(summary).toContain(`port ${port} is left alone`);
    }
  });

  it('holds against other services and garbage', () => expectSteadfast(nfsExports));
});
