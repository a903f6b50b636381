import { printableBytes } from './conversation/transcript.ts';

const MAX_CHARACTERS = 200;

/** What an error says, short and printable: it may quote what a server sent. */
export function messageOf(error: unknown): string {
  return printableBytes(error instanceof Error ? error.message : String(error)).slice(0, MAX_CHARACTERS);
}
