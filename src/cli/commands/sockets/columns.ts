import { compareSeverity, worstFinding, type Finding } from '../../../findings/finding.ts';
import { EXPOSURE_WORDS, exposureOf, formatLocalAddress, formatRemoteAddress } from '../../../sockets/exposure.ts';
import type { ServiceName } from '../../../sockets/service.ts';
import { ownershipOf, ownersOf, type Snapshot } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import { NO_UID } from '../../../sockets/socket-table.ts';
import { stateWord } from '../../../sockets/state.ts';
import { unownedReason } from '../../../sockets/unowned.ts';
import type { Column } from '../../table.ts';
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
    { title: 'PEER', dropOrder: 1, shrinkTo: 21, cell: (row) => remoteEnd(snapshot, row) },
  ];
  if (extended) {
    columns.push(
      { title: 'USER', cell: (row) => userCell(view, row) },
      { title: 'INODE', align: 'right', dropOrder: 2, cell: (row) => inodeCell(snapshot, row) },
    );
  }
  if (snapshot.owners !== null)
    columns.push({ title: 'PROCESS', shrinkTo: 14, least: 8, cell: (row) => ownerCell(snapshot, row) });
  columns.push(
    {
      title: 'EXPOSURE',
      least: 6,
      lastDropOrder: 1,
      cell: (row) => EXPOSURE_WORDS[exposureOf(table, row, snapshot.namespace !== null)],
    },
    { title: 'SERVICE', least: 7, lastDropOrder: 2, cell: (row) => serviceCell(view.serviceNameOf(row)) },
    { title: 'LOOK AT', shrinkTo: 16, least: 2, cell: (row) => lookAt(view.findingsOf(row)) },
  );
  return columns;
}

/** `[::]:443`, or `*:443` for a wildcard that takes IPv4 too, as far as is known, as ss prints it. */
export function localEnd(view: SocketView, row: number): string {
  const { table } = view.snapshot;
  const dualStack = view.dualStackOf(row);
  if (dualStack === 'likely' || dualStack === 'yes') return `*:${table.localPort(row)}`;
  return endpoint(formatLocalAddress(table, row), table.localPort(row));
}

export function remoteEnd({ table }: Snapshot, row: number): string {
  return endpoint(formatRemoteAddress(table, row), table.remotePort(row));
}

/** `*` for no port. */
function endpoint(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port === 0 ? '*' : port}`;
}

/** 0 where the kernel has none, as ss prints it; nothing where the system has no inodes at all. */
export function inodeCell(snapshot: Snapshot, row: number): string {
  return snapshot.completeness.readBy === undefined ? String(snapshot.table.inode(row)) : '-';
}

export function userCell(view: SocketView, row: number): string {
  const uid = view.snapshot.table.uid(row);
  return uid === NO_UID ? '-' : (view.userOf(uid) ?? String(uid));
}

export function ownerCell(snapshot: Snapshot, row: number): string {
  const ownership = ownershipOf(snapshot, row);
  if (ownership === 'none') return describeUnowned(snapshot, row);
  if (ownership !== 'visible') return OWNER_WORDS[ownership];
  return ownersOf(snapshot, row)
    .map(({ pid }) => `${pid}/${printable(snapshot.processName(pid) ?? '?')}`)
    .join(',');
}

/** The state says TIME-WAIT; that a connection waits to be accepted, nothing else does. */
function describeUnowned({ table }: Snapshot, row: number): string {
  return unownedReason(table, row) === 'not-accepted' ? '(not accepted yet)' : OWNER_WORDS.none;
}

/** A name that only the registry has for the number is a guess, and is marked as one. */
export function serviceCell(service: ServiceName | null): string {
  if (service === null) return '-';
  if (service.source === 'overlay') return printable(service.name);
  return service.source === 'registry' ? `${service.name}?` : service.name;
}

/** The worst finding of a row, marked `!` or, from high on, `!!`. */
export function lookAt(findings: readonly Finding[]): string {
  const worst = worstFinding(findings);
  if (worst === null) return '-';
  return `${compareSeverity(worst.severity, 'high') >= 0 ? '!!' : '!'} ${printable(worst.title)}`;
}
