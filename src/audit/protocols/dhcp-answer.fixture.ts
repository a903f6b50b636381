import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/** What a server of a test answers to a message. `type`: 2 OFFER, 5 ACK. */
export function dhcpAnswer(question: Uint8Array, type: number, server: number): Uint8Array {
  const writer = new ByteWriter().u8(2, 1, 6, 0).u32(new ByteReader(question, 4).u32()).zeros(8);
  writer
    .u32(type === 2 ? 0xc000_0232 : 0)
    .zeros(8 + 16 + 64 + 128)
    .u32(0x6382_5363);
  writer.u8(53, 1, type, 54, 4).u32(server).u8(3, 4).u32(server).u8(0, 6, 8).u32(server).u32(0x0808_0808);
  return writer.u8(255).finish();
}
