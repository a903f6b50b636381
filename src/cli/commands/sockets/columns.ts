import { compareSeverity, worstFinding, type Finding } from '../../../findings/finding.ts';
import { EXPOSURE_WORDS, exposureOf, formatLocalAddress, formatRemoteAddress } from '../../../sockets/exposure.ts';
import type { ServiceName } from '../../../sockets/service.ts';
import { ownershipOf, ownersOf, type Snapshot } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import { stateWord } from '../../../sockets/state.ts';
import { ByteText } from '../../byte-text.ts';
import type { Column } from '../../layout.ts';
import type { Output } from '../../output.ts';
import { printable } from '../../printable.ts';
import { OWNER_WORDS } from '../../snapshot/owner-words.ts';

/** A column that puts its cell into a line as bytes; see ByteText for why. */
export interface SocketColumn extends Omit<Column<number>, 'cell'> {
  readonly write: (line: ByteText, row: number) => void;
}

const FLUSH_AT = 60_000;

export function socketColumns(view: SocketView, extended: boolean): SocketColumn[] {
  const { snapshot } = view;
  const { table } = snapshot;
  const columns: SocketColumn[] = [
    { title: 'PROTO', write: (line, row) => line.text(table.transport(row)) },
    { title: 'STATE', write: (line, row) => line.text(stateWord(table.state(row))) },
    { title: 'RECV-Q', align: 'right', dropOrder: 3, write: (line, row) => line.number(table.receiveQueue(row)) },
    { title: 'SEND-Q', align: 'right', dropOrder: 4, write: (line, row) => line.number(table.sendQueue(row)) },
    { title: 'LOCAL', write: (line, row) => writeLocalEnd(line, view, row) },
    { title: 'PEER', dropOrder: 1, shrinkTo: 21, write: (line, row) => writeRemoteEnd(line, view, row) },
  ];
  if (extended) {
    columns.push(
      { title: 'USER', write: (line, row) => line.text(view.userOf(table.uid(row)) ?? String(table.uid(row))) },
      { title: 'INODE', align: 'right', dropOrder: 2, write: (line, row) => line.number(table.inode(row)) },
    );
  }
  if (snapshot.owners !== null)
    columns.push({ title: 'PROCESS', shrinkTo: 16, least: 8, write: ownerWriter(snapshot) });
  columns.push(
    { title: 'EXPOSURE', least: 6, write: (line, row) => line.text(EXPOSURE_WORDS[exposureOf(table, row)]) },
    { title: 'SERVICE', least: 7, write: (line, row) => writeService(line, view.serviceNameOf(row)) },
    { title: 'LOOK AT', shrinkTo: 24, least: 2, write: (line, row) => line.text(lookAt(view.findingsOf(row))) },
  );
  return columns;
}

/** The column for a table of strings: what a terminal shows is measured and cut. */
export function asText({ write, ...column }: SocketColumn): Column<number> {
  const text = new ByteText();
  return {
    ...column,
    cell(row) {
      write(text, row);
      return text.takeString();
    },
  };
}

/** Tab-separated lines without widths or cuts: what a program reads from a pipe. */
export function writePlainTable(
  columns: readonly SocketColumn[],
  rows: Iterable<number>,
  heading: boolean,
  output: Output,
): void {
  if (heading) output.line(columns.map((column) => column.title).join('\t'));
  const text = new ByteText();
  for (const row of rows) {
    let separator = '';
    for (const column of columns) {
      text.text(separator);
      column.write(text, row);
      separator = '\t';
    }
    text.text('\n');
    if (text.length >= FLUSH_AT) output.bytes(text.take());
  }
  output.bytes(text.take());
}

/** `[::]:443`, or `*:443` for a wildcard that probably takes IPv4 too, as ss prints it. */
function writeLocalEnd(line: ByteText, view: SocketView, row: number): void {
  const { table } = view.snapshot;
  if (table.family(row) === 4) writeIPv4(line, table.localIPv4(row));
  else if (view.dualStackOf(row) === 'likely') line.text('*');
  else writeAddress(line, formatLocalAddress(table, row));
  writePort(line, table.localPort(row));
}

function writeRemoteEnd(line: ByteText, view: SocketView, row: number): void {
  const { table } = view.snapshot;
  if (table.family(row) === 4) writeIPv4(line, table.remoteIPv4(row));
  else writeAddress(line, formatRemoteAddress(table, row));
  writePort(line, table.remotePort(row));
}

function writeIPv4(line: ByteText, word: number): void {
  line.number(word >>> 24);
  line.text('.');
  line.number((word >>> 16) & 255);
  line.text('.');
  line.number((word >>> 8) & 255);
  line.text('.');
  line.number(word & 255);
}

function writeAddress(line: ByteText, address: string): void {
  line.text(address.includes(':') ? `[${address}]` : address);
}

function writePort(line: ByteText, port: number): void {
  line.text(':');
  if (port === 0) line.text('*');
  else line.number(port);
}

function ownerWriter(snapshot: Snapshot): SocketColumn['write'] {
  const names = new Map<number, string>();
  const describe = (pid: number): string => {
    const known = names.get(pid);
    if (known !== undefined) return known;
    const text = `${pid}/${printable(snapshot.processName(pid) ?? '?')}`;
    names.set(pid, text);
    return text;
  };
  return (line, row) => {
    const ownership = ownershipOf(snapshot, row);
    if (ownership !== 'visible') {
      line.text(OWNER_WORDS[ownership]);
      return;
    }
    let separator = '';
    for (const { pid } of ownersOf(snapshot, row)) {
      line.text(separator);
      line.text(describe(pid));
      separator = ',';
    }
  };
}

/** A name that only the registry has for the number is a guess, and is marked as one. */
function writeService(line: ByteText, service: ServiceName | null): void {
  line.text(service?.name ?? '-');
  if (service?.source === 'registry') line.text('?');
}

/** The worst finding of a row, marked `!` or, from high on, `!!`. */
function lookAt(findings: readonly Finding[]): string {
  const worst = worstFinding(findings);
  if (worst === null) return '-';
  return `${compareSeverity(worst.severity, 'high') >= 0 ? '!!' : '!'} ${printable(worst.title)}`;
}
