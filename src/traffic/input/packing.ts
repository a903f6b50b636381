/** How the bytes of an input are packed, by its first bytes and never by its name. */
export type Packing = 'none' | 'gzip' | 'zstd';

/** Enough of them to know it. */
export const MAGIC_BYTES = 6;

interface Known {
  readonly title: string;
  readonly magic: readonly number[];
  /** Of what unpacks it to standard output. */
  readonly command: string;
  readonly packing?: Packing;
}

/** gzip: RFC 1952 2.3.1 (method 8 is the only one); zstd: RFC 8878 3.1.1; the others by their programs' documents. */
const KNOWN: readonly Known[] = [
  { title: 'gzip', magic: [0x1f, 0x8b, 0x08], command: 'gzip -dc', packing: 'gzip' },
  { title: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], command: 'zstd -dc', packing: 'zstd' },
  { title: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], command: 'xz -dc' },
  { title: 'bzip2', magic: [0x42, 0x5a, 0x68, -1, 0x31, 0x41], command: 'bzip2 -dc' },
  { title: 'bzip2', magic: [0x42, 0x5a, 0x68, -1, 0x17, 0x72], command: 'bzip2 -dc' },
  { title: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], command: 'lz4 -dc' },
  { title: 'compress', magic: [0x1f, 0x9d], command: 'gzip -dc' },
  { title: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], command: 'unzip -p' },
];

export interface FoundPacking {
  readonly packing: Packing;
  /** `xz`, when it is packed in a way that cannot be unpacked here; else null. */
  readonly unreadable: { readonly title: string; readonly command: string } | null;
}

export function findPacking(head: Uint8Array): FoundPacking {
  const found = KNOWN.find(({ magic }) => magic.every((byte, at) => byte === -1 || byte === head[at]));
  if (found === undefined) return { packing: 'none', unreadable: null };
  const packing = found.packing ?? 'none';
  return { packing, unreadable: packing === 'none' ? found : null };
}
