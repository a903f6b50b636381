import type { Transport } from '../truth.ts';

/**
 * One short exchange that shows a server to be in the state its name says: that it is vulnerable where the truth says
 * exposed, and hardened where it says not exposed. The lab is held to this before any check is.
 */
export interface Sign {
  readonly port: number;
  /** `broadcast` sends a datagram to 255.255.255.255 from the outside's port 68. */
  readonly transport: Transport | 'broadcast';
  /** What is sent, in latin1: the first at once where the server does not speak first, each other after an answer. */
  readonly steps: readonly string[];
  /** The server speaks first. */
  readonly greets: boolean;
  /** What the server says, all of it in latin1; null where it must keep silent. */
  readonly answer: RegExp | null;
  /** What it must not have said by then. */
  readonly absent?: RegExp;
}

/** Lines to a server that speaks first. */
export function lines(port: number, text: readonly string[], answer: RegExp): Sign {
  return { port, transport: 'tcp', steps: text.map((line) => `${line}\r\n`), greets: true, answer };
}

/** Lines to a server that waits to be asked. */
export function ask(port: number, text: readonly string[], answer: RegExp): Sign {
  return { ...lines(port, text, answer), greets: false };
}

/** Bytes to a server that waits to be asked. */
export function bytes(port: number, hex: string, answer: RegExp): Sign {
  return { port, transport: 'tcp', steps: [fromHex(hex)], greets: false, answer };
}

export function datagram(port: number, data: string, answer: RegExp | null): Sign {
  return { port, transport: 'udp', steps: [data], greets: false, answer };
}

export function fromHex(hex: string): string {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('latin1');
}
