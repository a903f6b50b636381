import type { Conversation } from '../conversation/conversation.ts';
import type { Heard, Recognition } from './heard.ts';

/** What identification knows of one protocol over TCP. */
export interface Protocol {
  /** As `IdentifiedService` names it. */
  readonly service: string;
  /** Ports where it is asked first. A port proves nothing. */
  readonly ports: readonly number[];
  /** Whether a server greets: then it is given more time before it is asked anything. */
  readonly doesGreet?: boolean;
  /** The question by which it is known; harmless to everything else. `random`: 16 bytes. */
  readonly question?: (random: Uint8Array, address: string) => Uint8Array;
  /** Tells from whatever was heard, to this or another question; null where it shows nothing. Pure. */
  readonly recognise: (heard: Heard) => Recognition | null;
  /** Asks for the version on the same connection. What it cannot add it leaves as it is. */
  readonly askMore?: (conversation: Conversation, known: Recognition, heard: Heard) => Promise<Recognition>;
}

export const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
export const bytesOf = (hexadecimal: string): Uint8Array => Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex');
