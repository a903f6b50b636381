import { CONN_FIELDS, type ConnField } from './conn-record.ts';

/** Columns without a header: Zeek 7.1 and later, Zeek, and Bro before 2.4, which did not know local_resp. */
const USUAL_FIELDS = {
  22: 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents ip_proto',
  21: 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents',
  20: 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents',
} as const;

export type ConnPlaces = ReadonlyMap<ConnField, number>;

/** Columns that rows have where nothing was said of them; null where so many are not known. */
export function usualPlaces(columns: number): ConnPlaces | null {
  if (columns !== 20 && columns !== 21 && columns !== 22) return null;
  return USUAL_PLACES[columns];
}

const USUAL_PLACES: Readonly<Record<20 | 21 | 22, ConnPlaces>> = {
  20: placesOf(USUAL_FIELDS[20].split(' ')),
  21: placesOf(USUAL_FIELDS[21].split(' ')),
  22: placesOf(USUAL_FIELDS[22].split(' ')),
};

/** The header of a TSV log, which tells how its rows are to be read; a file may have several, one behind the other. */
export class TsvHeader {
  separator = '\t';
  unset = '-';
  empty = '(empty)';
  /** Null before there was a `#fields` line. */
  places: ConnPlaces | null = null;
  columns = 0;
  #path = 'conn';

  /** Whether rows are connections: other logs of Zeek may follow in the same input. */
  get isConn(): boolean {
    if (this.places === null) return this.#path === 'conn';
    return this.places.has('id.orig_h') && this.places.has('id.resp_h') && this.places.has('conn_state');
  }

  /** Reads a line that begins with `#`. */
  read(line: string): void {
    // Its own separator is not known yet: a space, or a tab.
    const separator = /^#separator[ \t](.{1,40})$/.exec(line)?.[1];
    if (separator !== undefined) {
      this.separator = unescape(separator);
      return;
    }
    const [name, value = '', ...more] = line.split(this.separator, MAX_COLUMNS);
    if (name === '#unset_field') this.unset = value;
    else if (name === '#empty_field') this.empty = value;
    else if (name === '#path') {
      this.#path = value;
      this.places = null;
    } else if (name === '#fields') {
      this.places = placesOf([value, ...more]);
      this.columns = 1 + more.length;
    }
  }
}

/** No log has so many: a longer line is cut. */
export const MAX_COLUMNS = 512;

function placesOf(names: readonly string[]): ConnPlaces {
  const places = new Map<ConnField, number>();
  for (const field of CONN_FIELDS) {
    const place = names.findIndex((name) => name === field || name === field.replace('.', '_'));
    if (place !== -1) places.set(field, place);
  }
  return places;
}

/** `\x09` */
function unescape(text: string): string {
  return text.replace(/\\x([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
