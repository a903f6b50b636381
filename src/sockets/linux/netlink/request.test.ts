import { describe, expect, it } from 'vitest';
import { encodeDumpRequest } from './request.ts';

const bytesOf = (...numbers: number[]): number[] => numbers;
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

describe('the request for a table', () => {
  const request = { kind: 0, listeningOnly: true, internals: false, sequence: 7, littleEndian: true } as const;

  it('is a dump by family, for one state, in the byte order of the machine', () => {
    expect([...encodeDumpRequest(request)]).toEqual(
      bytesOf(72, 0, 0, 0, 20, 0, 1, 3, 7, 0, 0, 0, 0, 0, 0, 0, 2, 6, 0, 0, 0, 4, 0, 0, ...zeros(48)),
    );
    expect([...encodeDumpRequest({ ...request, littleEndian: false })]).toEqual(
      bytesOf(0, 0, 0, 72, 0, 20, 3, 1, 0, 0, 0, 7, 0, 0, 0, 0, 2, 6, 0, 0, 0, 0, 4, 0, ...zeros(48)),
    );
  });

  it('takes unconnected UDP sockets for the ones that listen', () => {
    const bytes = encodeDumpRequest({ ...request, kind: 3 });
    expect([...bytes.subarray(16, 24)]).toEqual([10, 17, 0, 0, 1 << 7, 0, 0, 0]);
  });

  it('asks for every state, with those that are only bound, and for no state 0', () => {
    const bytes = encodeDumpRequest({ ...request, listeningOnly: false });
    expect([...bytes.subarray(20, 24)]).toEqual([0xfe, 0x3f, 0, 0]);
  });

  it('asks for TCP_INFO and SKMEMINFO only where internals are wanted', () => {
    expect(encodeDumpRequest({ ...request, internals: true })[18]).toBe((1 << 1) | (1 << 6));
  });
});
