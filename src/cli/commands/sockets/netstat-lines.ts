import { formatLocalAddress, formatRemoteAddress } from '../../../sockets/exposure.ts';
import { ownersOf } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { SocketState } from '../../../sockets/state.ts';
import { printable } from '../../printable.ts';

/** What the letters of a command line want to see in the lines of netstat. */
export interface NetstatColumns {
  /** -e: `User` and `Inode`. */
  readonly extended: boolean;
  /** -p: `PID/Program name`. */
  readonly program: boolean;
  /** -W: addresses whole instead of cut. */
  readonly wide: boolean;
  readonly header: boolean;
  readonly listening: boolean;
  readonly connected: boolean;
}

/** netstat.c of net-tools: tcp_do_one, addr_do_one, finish_this_one. */
const ADDRESS_WIDTH = 23;
const SHORT_ADDRESS = 22;
const STATE_WIDTH = 11;
const NUMBER_WIDTH = 10;
const PROGRAM_WIDTH = 20;
/** PROGNAME_WIDTH with the byte that ends the string. */
const PROGRAM_CUT = 19;

const STATES: Readonly<Record<SocketState, string>> = {
  established: 'ESTABLISHED',
  'syn-sent': 'SYN_SENT',
  'syn-recv': 'SYN_RECV',
  'fin-wait-1': 'FIN_WAIT1',
  'fin-wait-2': 'FIN_WAIT2',
  'time-wait': 'TIME_WAIT',
  closed: 'CLOSE',
  'close-wait': 'CLOSE_WAIT',
  'last-ack': 'LAST_ACK',
  listen: 'LISTEN',
  closing: 'CLOSING',
  'bound-inactive': 'UNKNOWN',
  unconnected: '',
  connected: 'ESTABLISHED',
  unknown: 'UNKNOWN',
};

/** The lines that netstat prints, with its numeric output: ports, addresses and users as numbers. */
export function* netstatLines(view: SocketView, rows: Iterable<number>, wanted: NetstatColumns): Generator<string> {
  if (wanted.header) yield* heading(wanted);
  for (const row of rows) yield lineOf(view, row, wanted);
}

function* heading({ listening, connected, extended, program }: NetstatColumns): Generator<string> {
  const which = listening ? (connected ? 'servers and established' : 'only servers') : 'w/o servers';
  yield `Active Internet connections (${which})`;
  yield [
    'Proto Recv-Q Send-Q Local Address           Foreign Address         State      ',
    extended ? ' User       Inode     ' : '',
    program ? ' PID/Program name    ' : '',
  ].join('');
}

function lineOf(view: SocketView, row: number, { extended, program, wide }: NetstatColumns): string {
  const { table } = view.snapshot;
  const protocol = `${table.transport(row)}${table.family(row) === 6 ? '6' : ''}`;
  const local = endpoint(formatLocalAddress(table, row), table.localPort(row), wide);
  const remote = endpoint(formatRemoteAddress(table, row), table.remotePort(row), wide);
  return [
    `${protocol.padEnd(4)}  ${queue(table.receiveQueue(row))} ${queue(table.sendQueue(row))} ${local} ${remote}`,
    ` ${STATES[table.state(row)].padEnd(STATE_WIDTH)}`,
    extended ? ` ${String(table.uid(row)).padEnd(NUMBER_WIDTH)} ${String(table.inode(row)).padEnd(NUMBER_WIDTH)}` : '',
    program ? ` ${programOf(view, row).padEnd(PROGRAM_WIDTH)}` : '',
  ].join('');
}

function queue(bytes: number): string {
  return String(bytes).padStart(6);
}

/** No brackets around IPv6, and of a long address the end is cut, never the port. */
function endpoint(address: string, port: number, wide: boolean): string {
  const service = port === 0 ? '*' : String(port);
  const kept = wide ? address : address.slice(0, SHORT_ADDRESS - service.length);
  return `${kept}:${service}`.padEnd(ADDRESS_WIDTH);
}

/** The first owner by pid, under the name it was started by or has given itself. */
function programOf({ snapshot }: SocketView, row: number): string {
  const [owner] = ownersOf(snapshot, row);
  if (owner === undefined) return '-';
  const startedAs = snapshot.process(owner.pid)?.startedAs ?? '';
  // Only an absolute path is shortened to its last part: `sshd: /usr/sbin/sshd` stays as it is.
  const name = startedAs.startsWith('/') ? startedAs.slice(startedAs.lastIndexOf('/') + 1) : startedAs;
  return printable(`${owner.pid}/${name}`).slice(0, PROGRAM_CUT);
}
