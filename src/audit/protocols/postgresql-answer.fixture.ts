import { ByteWriter } from '../bytes/byte-writer.ts';

export const postgresAuthentication = (code: number): Uint8Array =>
  new ByteWriter().text('R').u32(8).u32(code).finish();

export function postgresError(code: string, message: string): Uint8Array {
  const fields = `SFATAL\0C${code}\0M${message}\0\0`;
  return new ByteWriter()
    .text('E')
    .u32(fields.length + 4)
    .text(fields)
    .finish();
}
