import { ByteWriter } from '../bytes/byte-writer.ts';

const packet = (sequence: number, body: ByteWriter): Uint8Array =>
  new ByteWriter().u16le(body.length).u8(0, sequence).bytes(body.finish()).finish();

export function mysqlGreeting(version: string): Uint8Array {
  const body = new ByteWriter().u8(10).text(version).u8(0).u32le(9).text('abcdefgh').u8(0).u16le(0xffff);
  body.u8(33).u16le(2).u16le(0x81ff).u8(21).zeros(10).text('ijklmnopqrst').u8(0).text('mysql_native_password').u8(0);
  return packet(0, body);
}

export const mysqlOk = packet(2, new ByteWriter().u8(0, 0, 0, 2, 0, 0, 0));
export const mysqlSwitch = packet(2, new ByteWriter().u8(0xfe).text('caching_sha2_password').u8(0).zeros(21));
export const mysqlError = (code: number, sequence = 2): Uint8Array =>
  packet(sequence, new ByteWriter().u8(0xff).u16le(code).text('#28000Access denied'));
