import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SocketKind } from '../../socket-table.ts';
import { diagMessage, doneMessage, type DiagSocket } from './dump.fixture.ts';
import { createDumpParser } from './dump-parser.ts';

const kind = fc.constantFrom<SocketKind>(0, 1, 2, 3);
const byte = fc.nat(255);

const socketOf = (anyKind: SocketKind): fc.Arbitrary<DiagSocket> => {
  const address = fc.array(byte, { minLength: (anyKind & 1) === 0 ? 4 : 16, maxLength: (anyKind & 1) === 0 ? 4 : 16 });
  return fc.record({
    state: fc.integer({ min: 1, max: 12 }),
    local: address,
    localPort: fc.nat(65_535),
    remote: address,
    remotePort: fc.nat(65_535),
    inode: fc.nat(),
    uid: fc.nat(),
    attributes: fc.array(fc.tuple(fc.nat(25), fc.array(byte, { maxLength: 120 })), { maxLength: 4 }),
  });
};

const dump = kind.chain((anyKind) =>
  fc.record({ kind: fc.constant(anyKind), sockets: fc.array(socketOf(anyKind), { maxLength: 5 }) }),
);

/**
 * A DataView throws on whatever lies outside of it, so that nothing is thrown means that nothing outside was read. The
 * datagram stands in the middle of a larger buffer, as it does in Node.
 */
function feed(anyKind: SocketKind, bytes: Uint8Array, littleEndian = true): { ports: number[]; skipped: number } {
  const ports: number[] = [];
  const surrounding = new Uint8Array(bytes.length + 64).fill(255);
  surrounding.set(bytes, 32);
  const parser = createDumpParser({
    kind: anyKind,
    sequence: 1,
    littleEndian,
    onSocket: (socket) => ports.push(socket.localPort),
  });
  parser.take(surrounding.subarray(32, 32 + bytes.length));
  return { ports, skipped: parser.skipped };
}

describe('the parser of dumps', () => {
  it('finds every socket of a whole dump, in order', () => {
    fc.assert(
      fc.property(dump, ({ kind: anyKind, sockets }) => {
        const bytes = Uint8Array.from([...sockets.flatMap((socket) => diagMessage(socket)), ...doneMessage()]);
        expect(feed(anyKind, bytes)).toEqual({ ports: sockets.map(({ localPort }) => localPort), skipped: 0 });
      }),
    );
  });

  it('finds the first sockets of a dump that is cut off anywhere, and invents none', () => {
    fc.assert(
      fc.property(dump, fc.nat(), ({ kind: anyKind, sockets }, cut) => {
        const whole = Uint8Array.from(sockets.flatMap((socket) => diagMessage(socket)));
        const { ports } = feed(anyKind, whole.subarray(0, whole.length === 0 ? 0 : cut % whole.length));
        expect(ports).toEqual(sockets.slice(0, ports.length).map(({ localPort }) => localPort));
      }),
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(kind, fc.uint8Array({ maxLength: 400 }), fc.boolean(), (anyKind, bytes, littleEndian) => {
        feed(anyKind, bytes, littleEndian);
      }),
      { numRuns: 2000 },
    );
  });

  it('survives a dump in which single bytes are wrong', () => {
    fc.assert(
      fc.property(dump, fc.array(fc.tuple(fc.nat(), byte), { maxLength: 6 }), ({ kind: anyKind, sockets }, faults) => {
        const bytes = Uint8Array.from([...sockets.flatMap((socket) => diagMessage(socket)), ...doneMessage()]);
        for (const [at, value] of faults) bytes[at % bytes.length] = value;
        feed(anyKind, bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
