import type { TextKind } from './fingerprints/fingerprint.ts';

/** What came back. */
export interface Heard {
  /** At most 4 KiB. */
  readonly bytes: Uint8Array;
  /** The same as Latin-1. */
  readonly text: string;
  /** What was sent for it; empty for a greeting. */
  readonly sent: Uint8Array;
  /** Name of the protocol whose question it was; null for a greeting. */
  readonly asked: string | null;
  readonly port: number;
}

/** What something that was heard shows. */
export interface Recognition {
  /** Name of the protocol: `ftp`, `smtp`, `domain`. */
  readonly service: string;
  /** The protocol was spoken, rather than words that look like it. */
  readonly isCertain: boolean;
  /** What fingerprints are tried on, the most telling first. */
  readonly texts: readonly (readonly [TextKind, string])[];
  /** Where the protocol itself tells them. */
  readonly product?: string;
  readonly version?: string;
  /** What it rests on, in words; the text itself where it is left out. */
  readonly because?: string;
}

export function heard(
  bytes: Uint8Array,
  port: number,
  asked: string | null,
  sent: Uint8Array = new Uint8Array(),
): Heard {
  return { bytes, text: Buffer.from(bytes).toString('latin1'), sent, asked, port };
}

export const certain = (service: string, ...texts: Recognition['texts']): Recognition => ({
  service,
  isCertain: true,
  texts,
});
export const likely = (service: string, ...texts: Recognition['texts']): Recognition => ({
  service,
  isCertain: false,
  texts,
});

/** Big-endian numbers of hostile bytes; -1 beyond their end. */
export function u16(bytes: Uint8Array, at: number): number {
  return at + 2 <= bytes.length ? ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) : -1;
}
