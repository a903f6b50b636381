/**
 * Zeek's conn.log: one line a connection, when it has ended. TSV has its grammar in the header:
 *
 *   #separator \x09                     the rest of the header is parted by it too
 *   #set_separator , / #empty_field (empty) / #unset_field - / #path conn / #open 2026-10-09-08-00-00
 *   #fields ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state
 *           local_orig {local_resp} missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes
 *           tunnel_parents {ip_proto}   in any order, with any others between them
 *   #types time string addr ...
 *   #close 2026-10-09-09-00-00
 *
 * JSON has the same names, and a member only where there is a value; `ts` is seconds, milliseconds or an ISO time.
 * Sources: Zeek's base/protocols/conn/main.zeek (conn_state, history), logging writers Ascii.cc and JSON.cc.
 */
import type { EventBatch } from '../../event-batch.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from '../decoder.ts';
import { AddressText } from '../text/address-text.ts';
import { latin1 } from '../text/latin1.ts';
import { parseIsoTime } from '../text/syslog-frame.ts';
import { addConn } from './add-conn.ts';
import { connRecord, type ConnField } from './conn-record.ts';
import { readJsonRow } from './json-row.ts';
import { MAX_COLUMNS, TsvHeader, usualPlaces } from './tsv-header.ts';

const HEADER = /^#(separator|set_separator|empty_field|unset_field|path|open|close|fields|types)[ \t,|;]/;
const ROW = /^\d{9,10}\.\d{1,9}\tC[A-Za-z0-9]{6,24}\t[0-9a-f.:]+\t\d{1,5}\t[0-9a-f.:]+\t\d{1,5}\t[a-z_]{2,20}\t/;
/** Seconds with so many digits would be in the year 5138: they are milliseconds (JSON::TS_MILLIS). */
const FIRST_MILLISECONDS = 1e11;

export const zeekConn: LineFormat = {
  kind: 'line',
  id: 'zeek-conn',
  title: 'Zeek conn.log',
  abilities: { outcome: true, flags: true, bothDirections: true, payload: false, granularity: 'flow' },
  sniff({ lines }) {
    if (lines.some((line) => line.startsWith('#fields') && isConnText(line))) return 1;
    if (lines.some((line) => line.startsWith('{') && isConnText(line))) return 0.95;
    return lines.some((line) => ROW.test(line) && usualPlaces(line.split('\t').length) !== null) ? 0.9 : 0;
  },
  open: (options) => new ZeekConnReader(options),
};

class ZeekConnReader implements LineReader {
  readonly #options: DecoderOptions;
  readonly #header = new TsvHeader();
  #address: AddressText | null = null;

  constructor(options: DecoderOptions) {
    this.#options = options;
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    if (line.startsWith('{')) return this.#readJson(line, batch);
    if (!line.startsWith('#')) return this.#readRow(line, batch);
    if (!HEADER.test(line)) return 'foreign';
    this.#header.read(line);
    return 'silent';
  }

  #readRow(line: string, batch: EventBatch): LineVerdict {
    const header = this.#header;
    if (!header.isConn) return 'foreign';
    if (header.places === null && !ROW.test(line)) return 'foreign';
    const columns = line.split(header.separator, MAX_COLUMNS);
    const places = header.places ?? usualPlaces(columns.length);
    if (places === null || (header.places !== null && columns.length !== header.columns)) {
      return columns.length > 5 ? 'malformed' : 'foreign';
    }
    return this.#add(batch, (field) => {
      const value = columns[places.get(field) ?? -1] ?? '';
      return value === header.unset || value === header.empty ? '' : value;
    });
  }

  #readJson(line: string, batch: EventBatch): LineVerdict {
    if (!isConnText(line)) return 'foreign';
    const text = readJsonRow(line);
    return text === null ? 'malformed' : this.#add(batch, text);
  }

  #add(batch: EventBatch, text: (field: ConnField) => string): LineVerdict {
    const address = (this.#address ??= new AddressText(batch.addresses));
    const record = connRecord(text, (time) => this.#readTime(time), address);
    if (record === null) return 'malformed';
    addConn(batch, record);
    return 'event';
  }

  #readTime(text: string): number {
    if (text.includes('T')) return parseIsoTime(text, this.#options.clock);
    const value = text === '' ? Number.NaN : Number(text);
    if (!(value >= 0 && value < 1e15)) return Number.NaN;
    return value < FIRST_MILLISECONDS ? value : value / 1000;
  }
}

/** Other logs of Zeek have the addresses too, but no conn_state. */
function isConnText(line: string): boolean {
  return line.includes('conn_state') && line.includes('orig_h') && line.includes('resp_h');
}
