import { MARK, type EventBatch } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../protocol.ts';

/**
 * Marks that scanners leave in the packets they make. They are defaults, which anybody can change, and which the tools
 * change too: each has the year in which it was last known to hold. They add to what is known of a scanner and never
 * decide that somebody is one.
 */
export interface Tool {
  readonly name: string;
  readonly because: string;
  /** Year of the statement, and where it can be read. */
  readonly known: string;
}

/** By bit of the column `tools`. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'ZMap',
    because: 'every packet has the IP identification 54321',
    known: 'ZMap before version 4.3, durumeric-2014',
  },
  { name: 'Mirai', because: 'the TCP sequence number is the address it goes to', known: 'mirai-usenix-2017' },
  {
    name: 'nmap or another raw-packet scanner',
    because: 'SYN with a window of 1024 to 4096 and no options but the segment size',
    known: 'nmap 7, its source file scan_engine_raw.cc',
  },
  {
    name: 'a raw-socket tool',
    because: 'SYN without any TCP option, which no operating system sends',
    known: 'rfc9293',
  },
];

/** Bits of the tools whose mark the packet has. */
export function toolsOf(batch: EventBatch, row: number): number {
  const marks = batch.marks[row] ?? 0;
  let tools = (marks & MARK.sequenceIsDestination) === 0 ? 0 : 2;
  if ((marks & MARK.fingerprint) === 0 || batch.protocol[row] !== PROTOCOL.tcp) return tools;
  if (batch.ipId[row] === 54_321) tools |= 1;
  if ((marks & MARK.flags) === 0 || ((batch.flags[row] ?? 0) & 63) !== TCP.syn) return tools;
  if ((marks & MARK.bareSyn) !== 0) return tools | 8;
  const window = batch.window[row] ?? 0;
  const isSmall = window >= 1024 && window <= 4096 && window % 1024 === 0;
  return isSmall && batch.bytes[row] === 44 ? tools | 4 : tools;
}
