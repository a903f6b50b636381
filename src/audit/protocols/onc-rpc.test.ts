import { describe, expect, it } from 'vitest';
import type { ByteReader } from '../bytes/byte-reader.ts';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { RPC_FRAME, asRecord, decodeRpcReply, encodeRpcCall, readExports, readRegistrations } from './onc-rpc.ts';
import { nfsExports, registrations, rpcReply } from './rpc-answer.fixture.ts';

const call = encodeRpcCall({ transaction: 7, program: 100_000, version: 2, procedure: 4 });
const dump = rpcReply(call, registrations([[100_003, 3, 6, 2049]]));
const list = rpcReply(
  call,
  nfsExports([
    ['/srv/a', ['10.0.0.0/8']],
    ['/srv', []],
  ]),
);

function read<T>(bytes: Uint8Array, results: (reader: ByteReader) => T): T | 'refused' | null {
  const reader = decodeRpcReply(bytes, 7);
  return reader === null || reader === 'refused' ? reader : results(reader);
}

describe('ONC RPC', () => {
  it('is written and framed by RFC 5531', () => {
    expect(call.length).toBe(40);
    expect(RPC_FRAME.lengthOf(asRecord(call))).toBe(44);
    expect(RPC_FRAME.lengthOf(Buffer.from('HTTP'))).toBeNull();
  });

  it('is read', () => {
    expect(read(dump, readRegistrations)).toEqual([{ program: 100_003, version: 3, transport: 'tcp', port: 2049 }]);
    expect(read(list, readExports)).toEqual([
      { folder: '/srv/a', groups: ['10.0.0.0/8'] },
      { folder: '/srv', groups: [] },
    ]);
    expect(decodeRpcReply(rpcReply(call, registrations([]), 1), 7)).toBe('refused');
    expect(decodeRpcReply(dump, 8)).toBeNull();
  });

  it('never makes its readers throw', () => {
    expectRobust((bytes) => [read(bytes, readRegistrations), read(bytes, readExports)], [dump, list]);
  });
});
