import type { Head, TrafficFormat } from './decoder.ts';

export interface FoundFormat {
  readonly format: TrafficFormat;
  /** 0 to 1. */
  readonly sureness: number;
  /** Others that are nearly as likely. */
  readonly others: readonly TrafficFormat[];
}

/** The format an input most likely has; null when no decoder knows it. Every decoder is asked. */
export function findFormat(head: Head, formats: readonly TrafficFormat[]): FoundFormat | null {
  const guesses = formats
    .map((format) => ({ format, sureness: format.sniff(head) }))
    .filter(({ sureness }) => sureness > 0)
    .sort((a, b) => b.sureness - a.sureness);
  const [best, ...rest] = guesses;
  if (best === undefined) return null;
  return { ...best, others: rest.filter(({ sureness }) => sureness > best.sureness - 0.1).map(({ format }) => format) };
}

const HEAD_LINES = 50;
const HEAD_COLUMNS = 2000;

/** What decoders look at to know their own. */
export function headOf(bytes: Uint8Array, fileName: string): Head {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1');
  const lines = text.split(/\r?\n/, HEAD_LINES).map((line) => line.slice(0, HEAD_COLUMNS));
  const name = fileName.replace(/^.*[\\/]/, '').replace(/\.(gz|zst)$/i, '');
  return { bytes, lines, name };
}
