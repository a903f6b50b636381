import { compareSeverity, worstFinding, type Finding } from '../../../findings/finding.ts';
import { EXPOSURE_WORDS, exposureOf, formatLocalAddress, formatRemoteAddress } from '../../../sockets/exposure.ts';
import type { ServiceName } from '../../../sockets/service.ts';
import { ownershipOf, ownersOf, type Snapshot } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import { stateWord } from '../../../sockets/state.ts';
import type { Column } from '../../layout.ts';
import type { Output } from '../../output.ts';
import { formatIPv4 } from '../../../net/address.ts';
import { printable } from '../../printable.ts';
import { OWNER_WORDS } from '../../snapshot/owner-words.ts';

export function socketColumns(view: SocketView, extended: boolean): Column<number>[] {
  const { snapshot } = view;
  const { table } = snapshot;
  const columns: Column<number>[] = [
    { title: 'PROTO', cell: (row) => table.transport(row) },
    { title: 'STATE', cell: (row) => stateWord(table.state(row)) },
    { title: 'RECV-Q', align: 'right', dropOrder: 3, cell: (row) => String(table.receiveQueue(row)) },
    { title: 'SEND-Q', align: 'right', dropOrder: 4, cell: (row) => String(table.sendQueue(row)) },
    { title: 'LOCAL', cell: (row) => localEnd(view, row) },
    { title: 'PEER', dropOrder: 1, shrinkTo: 21, cell: (row) => remoteEnd(view, row) },
  ];
  if (extended) {
    columns.push(
      { title: 'USER', cell: (row) => view.userOf(table.uid(row)) ?? String(table.uid(row)) },
      { title: 'INODE', align: 'right', dropOrder: 2, cell: (row) => String(table.inode(row)) },
    );
  }
  if (snapshot.owners !== null) columns.push({ title: 'PROCESS', shrinkTo: 16, least: 8, cell: ownerCell(snapshot) });
  columns.push(
    { title: 'EXPOSURE', least: 6, cell: (row) => EXPOSURE_WORDS[exposureOf(table, row)] },
    { title: 'SERVICE', least: 7, cell: (row) => serviceCell(view.serviceNameOf(row)) },
    { title: 'LOOK AT', shrinkTo: 24, least: 2, cell: (row) => lookAt(view.findingsOf(row)) },
  );
  return columns;
}

/** Tab-separated lines without widths or cuts: what a program reads from a pipe. */
export function writePlainTable(
  columns: readonly Column<number>[],
  rows: Int32Array,
  heading: boolean,
  output: Output,
): void {
  if (heading) output.line(columns.map((column) => column.title).join('\t'));
  for (const row of rows) {
    let line = '';
    let separator = '';
    for (const column of columns) {
      line += separator + column.cell(row);
      separator = '\t';
    }
    output.line(line);
  }
}

/** `[::]:443`, or `*:443` for a wildcard that probably takes IPv4 too, as ss prints it. */
function localEnd(view: SocketView, row: number): string {
  const { table } = view.snapshot;
  if (view.dualStackOf(row) === 'likely') return `*:${table.localPort(row)}`;
  if (table.family(row) === 4) return `${formatIPv4(table.localIPv4(row))}:${portOrAny(table.localPort(row))}`;
  return `${bracketed(formatLocalAddress(table, row))}:${portOrAny(table.localPort(row))}`;
}

function remoteEnd(view: SocketView, row: number): string {
  const { table } = view.snapshot;
  if (table.family(row) === 4) return `${formatIPv4(table.remoteIPv4(row))}:${portOrAny(table.remotePort(row))}`;
  return `${bracketed(formatRemoteAddress(table, row))}:${portOrAny(table.remotePort(row))}`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function portOrAny(port: number): string {
  return port === 0 ? '*' : String(port);
}

function ownerCell(snapshot: Snapshot): (row: number) => string {
  const names = new Map<number, string>();
  const describe = (pid: number): string => {
    const known = names.get(pid);
    if (known !== undefined) return known;
    const text = `${pid}/${printable(snapshot.processName(pid) ?? '?')}`;
    names.set(pid, text);
    return text;
  };
  return (row) => {
    const ownership = ownershipOf(snapshot, row);
    if (ownership !== 'visible') return OWNER_WORDS[ownership];
    let text = '';
    for (const { pid } of ownersOf(snapshot, row)) text += text === '' ? describe(pid) : `,${describe(pid)}`;
    return text;
  };
}

/** A name that only the registry has for the number is a guess, and is marked as one. */
function serviceCell(service: ServiceName | null): string {
  if (service === null) return '-';
  return service.source === 'registry' ? `${service.name}?` : service.name;
}

/** The worst finding of a row, marked `!` or, from high on, `!!`. */
function lookAt(findings: readonly Finding[]): string {
  const worst = worstFinding(findings);
  if (worst === null) return '-';
  return `${compareSeverity(worst.severity, 'high') >= 0 ? '!!' : '!'} ${printable(worst.title)}`;
}
