import { ByteWriter } from '../bytes/byte-writer.ts';

/** A node status response of a test. */
export function netbiosAnswer(id: number, names: readonly (readonly [string, number, number])[]): Uint8Array {
  const writer = new ByteWriter().u16(id).u16(0x8400).u16(0).u16(1).u16(0).u16(0);
  writer
    .u8(32)
    .text(`CK${'A'.repeat(30)}`)
    .u8(0)
    .u16(0x21)
    .u16(1)
    .u32(0)
    .u16(0)
    .u8(names.length);
  for (const [name, suffix, flags] of names) writer.text(name.padEnd(15)).u8(suffix).u16(flags);
  return writer.u8(2, 0, 0, 0, 0, 1).zeros(40).finish();
}
