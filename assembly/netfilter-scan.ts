/**
 * The fast path of the netfilter decoder, compiled to WebAssembly by AssemblyScript. It takes the lines that nearly all of
 * a log consists of, in exactly the words and the order in which the kernel writes them, and stops before any other line:
 * that is left to the reader in src/traffic/decoders/netfilter, which is also what this one is tested against.
 *
 *   Oct  9 08:53:01 host kernel: [ 12.3456] PREFIX IN=.. OUT=.. MAC=.. SRC=a DST=a LEN=n TOS=0x00 PREC=0x00 TTL=n ID=n DF
 *     PROTO=TCP SPT=n DPT=n SEQ=n ACK=n WINDOW=n RES=0x00 SYN URGP=0 OPT (hex)
 *
 * It writes right into the columns of an EventBatch, which lie in the same memory. It allocates nothing.
 */

import { fillRow } from './columns';
import { Cursor } from './cursor';
import { NEWLINE } from './kernel-words';
import { LineHead, readHead, readPrefix, readTime } from './line-head';
import { direction, Packet, readInterfaces, readIp } from './packet';
import { readTransport } from './transport';

export { useColumns } from './columns';
export { useMinute, useTables } from './line-head';

/** Why a scan ended. */
const STOP_END: u32 = 0;
const STOP_LINE: u32 = 1;
const STOP_TIME: u32 = 2;

let position: u32 = 0;
let stopped: u32 = 0;

/** Where the first line begins that was not read. */
export function stoppedAt(): u32 {
  return position;
}

export function stoppedBecause(): u32 {
  return stopped;
}

/**
 * Reads lines from `first` to `last` into rows from `row` to `rows`; `shift` is what to add to a place in memory to get
 * the place in the input, `record` the number of the first line. Returns the first row that was not filled.
 */
export function scan(first: u32, last: u32, row: u32, rows: u32, shift: f64, record: u32): u32 {
  Cursor.end = last;
  position = first;
  let next = row;
  while (next < rows) {
    if (position >= last) {
      stopped = STOP_END;
      return next;
    }
    LineHead.isOtherMinute = false;
    Cursor.at = position;
    if (!readTime() || !readHead() || !readPrefix() || !readInterfaces() || !readIp() || !readTransport()) {
      stopped = LineHead.isOtherMinute ? STOP_TIME : STOP_LINE;
      return next;
    }
    if (Cursor.at >= Cursor.end || load<u8>(Cursor.at) != NEWLINE) {
      stopped = STOP_LINE;
      return next;
    }
    store<u32>(LineHead.prefix, load<u32>(LineHead.prefix) + 1);
    fillRow(
      next,
      LineHead.time,
      Packet.source,
      Packet.destination,
      Packet.protocol,
      Packet.sport,
      Packet.dport,
      Packet.flags,
      Packet.length,
      direction(),
      Packet.ttl,
      Packet.window,
      Packet.ipId,
      Packet.marks,
      load<u32>(LineHead.prefix + 4),
      load<u32>(LineHead.prefix + 8),
      <f64>position + shift,
      record + (next - row),
    );
    position = Cursor.at + 1;
    next++;
  }
  stopped = STOP_END;
  return next;
}
