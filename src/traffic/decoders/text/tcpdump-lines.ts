import type { EventBatch } from '../../event-batch.ts';
import type { LineVerdict } from '../decoder.ts';
import { parseIpHead, TcpdumpPacket, type IpHead } from './tcpdump-packet.ts';

/** What a line says before its packet. */
export interface BeforePacket {
  readonly time: number;
  readonly direction: number;
  readonly outcome: number;
  readonly label: string;
}

interface Waiting {
  readonly before: BeforePacket;
  readonly head: IpHead;
}

const NAMES = 'some lines have names in place of addresses or ports, and were not read: write the file with tcpdump -n';
const INDENTED = /^(?:\t| {4})/;

/** Packets of tcpdump that may go on in the lines behind: `-v` writes a header first, `-vv` and `-x` more of the packet. */
export class TcpdumpLines {
  readonly #notes: Set<string>;
  #packet: TcpdumpPacket | null = null;
  #waiting: Waiting | null = null;
  #isWithin = false;

  constructor(notes: Set<string>) {
    this.#notes = notes;
  }

  /** The verdict of a line that belongs to the one before it; null where it begins anew. */
  continue(line: string, batch: EventBatch): LineVerdict | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!this.#isWithin || !INDENTED.test(line)) {
      this.#isWithin = false;
      return null;
    }
    if (waiting === null || line[4] === ' ') return 'silent';
    return this.#add(line.trim(), waiting.head, waiting.before, batch);
  }

  /** A line of tcpdump without a packet. */
  other(): LineVerdict {
    this.#isWithin = true;
    return 'silent';
  }

  /** `text`: `(header) addresses: ...`, of which either part may be missing. */
  begin(text: string, before: BeforePacket, batch: EventBatch): LineVerdict {
    this.#isWithin = true;
    if (!text.startsWith('(')) return this.#add(text, null, before, batch);
    const close = closingOf(text);
    if (close === -1) return 'malformed';
    const head = parseIpHead(text.slice(0, close));
    const rest = text.slice(close + 1).trim();
    if (rest !== '') return this.#add(rest, head, before, batch);
    this.#waiting = { before, head };
    return 'silent';
  }

  #add(text: string, head: IpHead | null, before: BeforePacket, batch: EventBatch): LineVerdict {
    this.#packet ??= new TcpdumpPacket(batch);
    const row = this.#packet.read(text, head, batch);
    if (row === -1) {
      if (/^\S{1,300} > \S{1,300}: /.test(text)) this.#notes.add(NAMES);
      return 'malformed';
    }
    batch.time[row] = before.time;
    batch.end[row] = before.time;
    batch.direction[row] = before.direction;
    batch.outcome[row] = before.outcome;
    batch.label[row] = batch.labels.place(before.label);
    return 'event';
  }
}

/** Where the parenthesis that opens the text is closed: others may stand in it. */
function closingOf(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}
