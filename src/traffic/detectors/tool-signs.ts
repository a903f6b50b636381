import { MARK, type EventBatch } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';

/**
 * Marks that scanners leave in the packets they make. They are defaults, which anybody can change, and which the tools
 * change too: each says of which versions it is known, and from where. They add to what is known of a scanner and never
 * decide that somebody is one.
 */
export interface Tool {
  readonly name: string;
  readonly because: string;
  /** Of which versions, and where that can be read. */
  readonly known: string;
}

/** By bit of the column `tools`. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'ZMap',
    because: 'every packet has the IP identification 54321',
    known: 'up to version 4.1.0 of March 2024, which takes a new one for each packet; its CHANGELOG.md',
  },
  { name: 'Mirai', because: 'the TCP sequence number is the address it goes to', known: 'its source code of 2016' },
  {
    name: 'nmap or another raw-packet scanner',
    because: 'SYN with a window of 1024 to 4096 and no option but the segment size',
    known: 'nmap: always 1024 today, 1024 to 4096 in older versions; its tcpip.cc',
  },
  {
    name: 'a raw-socket tool',
    because: 'SYN without any option, although a TCP should send its segment size',
    known: 'RFC 9293, 3.7.1',
  },
];

/** Every mark: what a source has of which nothing is known yet. */
export const ALL_TOOLS = 2 ** TOOLS.length - 1;

/** Bits of the tools whose mark the packet has; all of them where the log does not show enough to tell. */
export function toolsOf(batch: EventBatch, row: number): number {
  const marks = batch.marks[row] ?? 0;
  const isShown = (marks & MARK.fingerprint) !== 0 && (marks & MARK.flags) !== 0;
  if (batch.protocol[row] !== PROTOCOL.tcp || !isShown) return ALL_TOOLS;
  let tools = (marks & MARK.sequenceIsDestination) === 0 ? 0 : 2;
  if (batch.ipId[row] === 54_321) tools |= 1;
  if (((batch.flags[row] ?? 0) & 63) !== TCP.syn) return tools;
  if ((marks & MARK.bareSyn) !== 0) return tools | 8;
  const window = batch.window[row] ?? 0;
  const isSmall = window >= 1024 && window <= 4096 && window % 1024 === 0;
  return isSmall && batch.bytes[row] === 44 ? tools | 4 : tools;
}
