import { formatIPv4 } from '../../../net/address.ts';
import { EXPOSURE_WORDS, exposureOf } from '../../../sockets/exposure.ts';
import type { ServiceName } from '../../../sockets/service.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import { stateWord } from '../../../sockets/state.ts';
import type { ByteText } from '../../byte-text.ts';
import { inodeCell, localEnd, lookAt, ownerCell, remoteEnd, serviceCell, userCell } from './columns.ts';

/** The kernel prints a state in one byte. */
const STATES = 256;

/** Addresses remembered at once. */
const MAX_ADDRESSES = 4096;

/**
 * Rows as a pipe gets them: the cells of `socketColumns`, tab-separated, without widths or cuts. A server has tens of
 * thousands of connections that are alike in most cells, so those are made once and copied: a quarter of the CPU of
 * going from cell to cell.
 */
export class PlainLines {
  readonly #view: SocketView;
  readonly #extended: boolean;
  readonly #states: string[] = [];
  readonly #addresses = new Map<number, string>();
  readonly #owners = new Map<number, string>();
  readonly #services = new Map<ServiceName | null, string>();

  constructor(view: SocketView, extended: boolean) {
    this.#view = view;
    this.#extended = extended;
  }

  append(row: number, line: ByteText): void {
    const { snapshot } = this.#view;
    const { table, owners } = snapshot;
    line.text(this.#state(row));
    line.number(table.receiveQueue(row));
    line.text('\t');
    line.number(table.sendQueue(row));
    line.text('\t');
    if (table.family(row) === 4) {
      this.#appendIPv4End(line, table.localIPv4(row), table.localPort(row));
      this.#appendIPv4End(line, table.remoteIPv4(row), table.remotePort(row));
    } else line.text(`${localEnd(this.#view, row)}\t${remoteEnd(snapshot, row)}\t`);
    if (this.#extended) line.text(`${userCell(this.#view, row)}\t${inodeCell(snapshot, row)}\t`);
    if (owners !== null) line.text(this.#owner(row));
    line.text(table.isListening(row) ? this.#judgement(row) : this.#connection(row));
  }

  #state(row: number): string {
    const { table } = this.#view.snapshot;
    const key = table.kind(row) * STATES + table.stateCode(row);
    return (this.#states[key] ??= `${table.transport(row)}\t${stateWord(table.state(row))}\t`);
  }

  #appendIPv4End(line: ByteText, word: number, port: number): void {
    line.text(this.#addresses.get(word | 0) ?? this.#rememberAddress(word | 0)); // signed: V8 hashes those faster
    if (port === 0) line.text('*');
    else line.number(port);
    line.text('\t');
  }

  #rememberAddress(word: number): string {
    if (this.#addresses.size === MAX_ADDRESSES) this.#addresses.clear();
    return remember(this.#addresses, word, `${formatIPv4(word)}:`);
  }

  #owner(row: number): string {
    const { snapshot } = this.#view;
    const pid = snapshot.owners?.onlyPid(row) ?? null;
    if (pid === null) return `${ownerCell(snapshot, row)}\t`;
    return this.#owners.get(pid) ?? remember(this.#owners, pid, `${ownerCell(snapshot, row)}\t`);
  }

  /** A connection has no exposure, and findings are about what listens. */
  #connection(row: number): string {
    const service = this.#view.serviceNameOf(row);
    return this.#services.get(service) ?? remember(this.#services, service, this.#judgement(row));
  }

  #judgement(row: number): string {
    const exposure = EXPOSURE_WORDS[exposureOf(this.#view.snapshot.table, row, this.#view.snapshot.namespace !== null)];
    return `${exposure}\t${serviceCell(this.#view.serviceNameOf(row))}\t${lookAt(this.#view.findingsOf(row))}\n`;
  }
}

function remember<Key>(memory: Map<Key, string>, key: Key, text: string): string {
  memory.set(key, text);
  return text;
}
