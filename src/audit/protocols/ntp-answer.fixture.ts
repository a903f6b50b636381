import { ByteWriter } from '../bytes/byte-writer.ts';

export const ntpServer = new ByteWriter().u8(0x24, 2).zeros(46).finish();
export const ntpRefusal = new ByteWriter().u8(0x16, 0xc2).zeros(10).finish();

export function ntpVariables(text: string): Uint8Array {
  return new ByteWriter().u8(0x16, 0x82).u16(1).zeros(6).u16(text.length).text(text).finish();
}

export function ntpMonlist(error: number, items: number): Uint8Array {
  return new ByteWriter()
    .u8(0xd7, 0, 3, 42)
    .u16((error << 12) | items)
    .u16(72)
    .zeros(items * 72)
    .finish();
}
