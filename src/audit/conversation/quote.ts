import { printableBytes } from './transcript.ts';

const MAX_CHARACTERS = 100;

/** Words of a server inside a sentence of ours: printable, short, in quotation marks. `latin1`: as it was received. */
export function quote(latin1: string): string {
  const shown = printableBytes(latin1.trim());
  return `"${shown.length > MAX_CHARACTERS ? `${shown.slice(0, MAX_CHARACTERS)} ...` : shown}"`;
}
