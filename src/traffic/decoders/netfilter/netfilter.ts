/**
 * The packet log of Linux' firewall: targets LOG of iptables, `log` of nftables, and whatever writes rules of these (ufw,
 * firewalld, Shorewall, UniFi, EdgeOS, OpenWrt, Proxmox). One line a packet. The grammar of its head is in line-head.ts,
 * that of its body in packet-words.ts; what became of the packet only the prefix can tell (verdict-of-prefix.ts).
 *
 *   Oct  9 08:53:01 host kernel: [ 12.345678] [UFW BLOCK] IN=eth0 OUT= MAC=.. SRC=a DST=a LEN=40 .. PROTO=TCP SPT=n DPT=n ..
 */
import type { EventBatch } from '../../event-batch.ts';
import type { Abilities, DecoderOptions, LineFormat, LineReader, LineVerdict } from '../decoder.ts';
import { MessageReader } from './message-reader.ts';

/** What the kernel's lines can tell, however they were kept. */
export const NETFILTER_ABILITIES: Abilities = {
  outcome: true,
  flags: true,
  bothDirections: false,
  payload: false,
  granularity: 'packet',
};

const ADDRESSES = /SRC=[\da-fA-F.:]+ DST=[\da-fA-F.:]+ LEN=\d/;

export const netfilter: LineFormat = {
  kind: 'line',
  id: 'netfilter',
  title: 'netfilter log',
  abilities: NETFILTER_ABILITIES,
  sniff({ lines, bytes }) {
    if (lines.some((line) => isWrapped(line))) return 0;
    if (lines.some((line) => isPacketLine(line))) return 0.95;
    // Other programs may have written the first lines of a syslog.
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(' SRC=') ? 0.4 : 0;
  },
  open: (options) => new NetfilterReader(options),
};

/** Journald's formats, and others that carry lines of the kernel in lines of their own. */
function isWrapped(line: string): boolean {
  return line.startsWith('{') || line.startsWith('MESSAGE=') || line.startsWith('__CURSOR=');
}

function isPacketLine(line: string): boolean {
  return (line.includes('IN=') || line.includes('OUT=')) && ADDRESSES.test(line);
}

function variantOf(tools: readonly string[]): string | null {
  return tools.length === 0 ? null : `netfilter log (${tools.join(', ')})`;
}

class NetfilterReader implements LineReader {
  readonly #messages: MessageReader;

  constructor({ clock, scanner }: DecoderOptions) {
    this.#messages = new MessageReader(clock, scanner ?? null);
  }

  readRun(bytes: Uint8Array, start: number, end: number, batch: EventBatch): number {
    return this.#messages.readRun(bytes, start, end, batch);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    return this.#messages.readLine(bytes, start, end, batch);
  }

  get variant(): string | null {
    return variantOf(this.#messages.tools);
  }
}
