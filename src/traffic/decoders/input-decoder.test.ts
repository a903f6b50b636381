import { describe, expect, it } from 'vitest';
import { EventBatch } from '../event-batch.ts';
import { testClock } from './decode.fixture.ts';
import { newStreamTotals, type StreamFormat } from './decoder.ts';
import { InputDecoder } from './input-decoder.ts';
import { windowsFirewall } from './windows-firewall.ts';

const MIB = 1_048_576;

/** Records that begin with their length in four bytes. */
function records(): { readonly format: StreamFormat; readonly starts: number[]; readonly left: number[] } {
  const starts: number[] = [];
  const left: number[] = [];
  const totals = newStreamTotals();
  const format: StreamFormat = {
    kind: 'stream',
    id: 'records',
    title: 'records',
    abilities: windowsFirewall.abilities,
    sniff: () => 1,
    open: () => ({
      totals,
      read(bytes, start, end, base) {
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        let at = start;
        while (end - at >= 4 && end - at >= view.getUint32(at)) {
          starts.push(base + at);
          totals.records++;
          at += view.getUint32(at);
        }
        return at - start;
      },
      end: (count) => left.push(count),
    }),
  };
  return { format, starts, left };
}

function record(length: number): Buffer {
  const bytes = Buffer.alloc(length, 7);
  bytes.writeUInt32BE(length);
  return bytes;
}

function decoderOf(format: StreamFormat): InputDecoder {
  return new InputDecoder(format, [], { clock: testClock() }, new EventBatch(() => undefined));
}

describe('an input decoder', () => {
  it('waits for the rest of a record, and makes room for one that is longer than its buffer', () => {
    const { format, starts, left } = records();
    const decoder = decoderOf(format);
    const input = Buffer.concat([record(10), record(9 * MIB), record(20), record(30).subarray(0, 7)]);
    for (let at = 0; at < input.length; at += 700_001) decoder.push(input.subarray(at, at + 700_001));
    decoder.end();
    expect(starts).toEqual([0, 10, 10 + 9 * MIB]);
    expect(left).toEqual([7]);
    expect(decoder.totals).toMatchObject({ records: 3, bytes: input.length });
    expect([...decoder.totals.notes]).toEqual([]);
  });

  it('gives up on a record without an end, says so, and still counts the bytes', () => {
    const { format, starts, left } = records();
    const decoder = decoderOf(format);
    const huge = Buffer.alloc(8 * MIB);
    huge.writeUInt32BE(0xffffffff);
    decoder.push(record(10));
    decoder.push(huge);
    for (let more = 0; more < 9; more++) decoder.push(Buffer.alloc(8 * MIB));
    decoder.push(record(10));
    decoder.end();
    expect(starts).toEqual([0]);
    expect(left).toEqual([0]);
    expect(decoder.totals.bytes).toBe(20 + 80 * MIB);
    expect([...decoder.totals.notes]).toEqual(['a record of more than 64 MiB: nothing behind it was read']);
  });

  it('always has space for more', () => {
    const decoder = decoderOf(records().format);
    for (let turn = 0; turn < 3; turn++) {
      const { space } = decoder;
      expect(space.length).toBeGreaterThan(0);
      space.fill(255);
      decoder.advance(space.length);
    }
    expect(decoder.space.length).toBeGreaterThan(0);
  });

  it('has nothing to say of an input without a byte', () => {
    const decoder = new InputDecoder(windowsFirewall, [], { clock: testClock() }, new EventBatch(() => undefined));
    decoder.end();
    expect(decoder.totals).toMatchObject({ records: 0, events: 0, bytes: 0, malformed: 0 });
    expect(decoder.titles).toEqual([windowsFirewall.title]);
  });
});
