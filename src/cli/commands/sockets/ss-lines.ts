import { formatIPv4, isIPv4Mapped } from '../../../net/address.ts';
import { formatLocalAddress, formatRemoteAddress } from '../../../sockets/exposure.ts';
import { ownersOf } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import { stateWord } from '../../../sockets/state.ts';
import { printable } from '../../printable.ts';

/** What the letters of a command line want to see in the lines of ss. */
export interface SsColumns {
  /** `Netid` stands there only when TCP and UDP were both asked for. */
  readonly netid: boolean;
  /** -p: `users:(("sshd",pid=812,fd=3))`. */
  readonly users: boolean;
  /** -e: `uid:1000 ino:12345`. */
  readonly details: boolean;
  readonly header: boolean;
}

interface SsColumn {
  readonly title: string;
  readonly right?: boolean;
  /** What stands before it. An address and its port are two columns without a gap. */
  readonly gap: '' | ' ';
  readonly cell: (row: number) => string;
}

/** ss prints the queues with %-6d, heading or not (misc/ss.c of iproute2, sock_state_print). */
const QUEUE_WIDTH = 6;

/**
 * The lines that ss prints into a pipe: each column as wide as its longest cell, the last one filled up with spaces as
 * well. What /proc does not tell is left out: sk, timer, cgroup, v6only, the shutdown arrows, and the zone of an
 * address.
 */
export function* ssLines(view: SocketView, rows: Iterable<number>, wanted: SsColumns): Generator<string> {
  const columns = columnsOf(view, wanted);
  const order = [...rows];
  const widths = columns.map(({ title }) => (wanted.header ? title.length : 0));
  for (const row of order) {
    for (const [at, column] of columns.entries()) widths[at] = Math.max(widths[at] ?? 0, column.cell(row).length);
  }
  const line = (text: (column: SsColumn) => string): string =>
    columns
      .map((column, at) => {
        const width = widths[at] ?? 0;
        const cell = text(column);
        return column.gap + (column.right === true ? cell.padStart(width) : cell.padEnd(width));
      })
      .join('');
  if (wanted.header) yield line(({ title }) => title);
  for (const row of order) yield line(({ cell }) => cell(row));
}

function columnsOf(view: SocketView, { netid, users, details }: SsColumns): SsColumn[] {
  const { table } = view.snapshot;
  const columns: SsColumn[] = [
    { title: 'State', gap: netid ? ' ' : '', cell: (row) => ssState(view, row) },
    { title: 'Recv-Q', gap: ' ', cell: (row) => String(table.receiveQueue(row)).padEnd(QUEUE_WIDTH) },
    { title: 'Send-Q', gap: ' ', cell: (row) => String(table.sendQueue(row)).padEnd(QUEUE_WIDTH) },
    { title: 'Local Address:', right: true, gap: ' ', cell: (row) => `${localAddress(view, row)}:` },
    { title: 'Port', gap: '', cell: (row) => portOf(table.localPort(row)) },
    { title: 'Peer Address:', right: true, gap: ' ', cell: (row) => `${remoteAddress(view, row)}:` },
    { title: 'Port', gap: '', cell: (row) => portOf(table.remotePort(row)) },
    {
      title: 'Process',
      gap: '',
      cell: (row) => `${users ? usersOf(view, row) : ''}${details ? detailsOf(view, row) : ''}`,
    },
  ];
  return netid ? [{ title: 'Netid', gap: '', cell: (row) => table.transport(row) }, ...columns] : columns;
}

/** ss has one word, UNCONN, for TCP_CLOSE of both transports. */
function ssState({ snapshot: { table } }: SocketView, row: number): string {
  const state = table.state(row);
  return state === 'closed' ? 'UNCONN' : stateWord(state);
}

function localAddress(view: SocketView, row: number): string {
  const { table } = view.snapshot;
  if (view.dualStackOf(row) === 'likely') return '*';
  const words = table.local(row);
  if (table.family(row) === 6 && isIPv4Mapped(words)) return mapped(words[3]);
  return bracketed(formatLocalAddress(table, row));
}

function remoteAddress(view: SocketView, row: number): string {
  const { table } = view.snapshot;
  if (view.dualStackOf(row) === 'likely') return '*';
  const words = table.remote(row);
  if (table.family(row) === 6 && isIPv4Mapped(words)) return mapped(words[3]);
  return bracketed(formatRemoteAddress(table, row));
}

/** ss keeps the form that the socket has: an IPv4 peer of an IPv6 socket. */
function mapped(word: number): string {
  return `[::ffff:${formatIPv4(word)}]`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function portOf(port: number): string {
  return port === 0 ? '*' : String(port);
}

/** The newest process first, as ss has them; of several descriptors of one process the lowest. */
function usersOf({ snapshot }: SocketView, row: number): string {
  const owners = ownersOf(snapshot, row);
  if (owners.length === 0) return '';
  const users = owners.toReversed().map(({ pid, fd }) => {
    // A process chooses its name: a quotation mark in it would let it pose as another one to whoever parses this.
    const name = printable(snapshot.processName(pid) ?? '?').replaceAll('"', '?');
    return `("${name}",pid=${pid},fd=${fd})`;
  });
  return ` users:(${users.join(',')})`;
}

/** ss leaves the uid of root out. */
function detailsOf({ snapshot: { table } }: SocketView, row: number): string {
  const uid = table.uid(row);
  return `${uid === 0 ? '' : ` uid:${uid}`} ino:${table.inode(row)}`;
}
