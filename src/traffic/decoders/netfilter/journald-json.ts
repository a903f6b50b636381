/**
 * The journal as JSON, one object a line: `journalctl -k -o json` (systemd's "Journal JSON Format"). Values are strings,
 * or arrays of byte numbers where they are no UTF-8, or null where they are too large.
 *
 *   {"__REALTIME_TIMESTAMP":"1791535981123456","SYSLOG_IDENTIFIER":"kernel","MESSAGE":"[UFW BLOCK] IN=eth0 OUT= .."}
 */
import type { EventBatch } from '../../event-batch.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from '../decoder.ts';
import { JournalEntryReader, variantOfJournal } from './journal-entry.ts';
import { NETFILTER_ABILITIES } from './netfilter.ts';

const OPEN = 0x7b;
const NO_BYTES = Buffer.alloc(0);

export const journaldJson: LineFormat = {
  kind: 'line',
  id: 'journald-json',
  title: 'journal (JSON)',
  abilities: NETFILTER_ABILITIES,
  sniff({ lines }) {
    const isJournal = (line: string): boolean => line.startsWith('{') && line.includes('"__REALTIME_TIMESTAMP"');
    return lines.some(isJournal) ? 0.95 : 0;
  },
  open: (options) => new JournaldJsonReader(options),
};

class JournaldJsonReader implements LineReader {
  /** Who wrote the last entry that was not the kernel's packet log. */
  program: string | null = null;
  readonly #entries: JournalEntryReader;

  constructor({ clock }: DecoderOptions) {
    this.#entries = new JournalEntryReader(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    this.program = null;
    if (bytes[start] !== OPEN) return 'foreign';
    const entry = parseObject(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString());
    if (entry === null) return 'malformed';
    const microseconds = Number(entry['__REALTIME_TIMESTAMP'] ?? Number.NaN);
    if (!('MESSAGE' in entry) && Number.isNaN(microseconds)) return 'foreign';
    const verdict = this.#entries.read(bytesOf(entry['MESSAGE']), microseconds, batch);
    if (verdict === 'foreign') this.program = programOf(entry);
    return verdict;
  }

  get variant(): string | null {
    return variantOfJournal(this.#entries.tools);
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A field that stands several times in an entry is an array of its values: the first counts. */
function bytesOf(value: unknown): Buffer {
  const one: unknown = Array.isArray(value) && typeof value[0] !== 'number' ? value[0] : value;
  if (typeof one === 'string') return Buffer.from(one);
  return Array.isArray(one) && one.every((byte) => typeof byte === 'number') ? Buffer.from(one) : NO_BYTES;
}

function programOf(entry: Readonly<Record<string, unknown>>): string {
  const name = entry['SYSLOG_IDENTIFIER'] ?? entry['_COMM'];
  return typeof name === 'string' && name !== '' ? name.slice(0, 40) : 'other entries';
}
