import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/** What a server of a test answers to a call; `status` 0 is success. */
export function rpcReply(call: Uint8Array, results: ByteWriter, status = 0): Uint8Array {
  const transaction = new ByteReader(call).u32();
  return new ByteWriter().u32(transaction).u32(1).u32(0).zeros(8).u32(status).bytes(results.finish()).finish();
}

export function registrations(entries: readonly (readonly [number, number, number, number])[]): ByteWriter {
  const writer = new ByteWriter();
  for (const [program, version, protocol, port] of entries)
    writer.u32(1).u32(program).u32(version).u32(protocol).u32(port);
  return writer.u32(0);
}

export function nfsExports(entries: readonly (readonly [string, readonly string[]])[]): ByteWriter {
  const writer = new ByteWriter();
  const text = (value: string): ByteWriter =>
    writer
      .u32(value.length)
      .text(value)
      .zeros((4 - (value.length % 4)) % 4);
  for (const [folder, groups] of entries) {
    writer.u32(1);
    text(folder);
    for (const group of groups) {
      writer.u32(1);
      text(group);
    }
    writer.u32(0);
  }
  return writer.u32(0);
}
