import { formatRemoteAddress } from '../../../sockets/exposure.ts';
import { ownersOf } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** Compares two rows, as Array.sort wants it. */
export type RowOrder = (a: number, b: number) => number;

/** Behind every process there is. */
const NOBODY = Number.MAX_SAFE_INTEGER;

/** The order of --sort; null without it. Rows that are alike keep the order they have. Throws CliError (usage). */
export function rowOrderOf(input: Input, view: SocketView): RowOrder | null {
  const key = input.value('sort');
  if (key === null) return null;
  const orders = ordersOf(view);
  const order = Object.hasOwn(orders, key) ? orders[key] : undefined;
  if (order === undefined)
    throw new CliError(EXIT.usage, `--sort knows no "${key}"; it takes ${Object.keys(orders).join(', ')}`);
  return order;
}

function ordersOf(view: SocketView): Readonly<Record<string, RowOrder>> {
  const { snapshot } = view;
  const { table } = snapshot;
  const peer = (row: number): string => formatRemoteAddress(table, row);
  const firstPid = (row: number): number => ownersOf(snapshot, row)[0]?.pid ?? NOBODY;
  return {
    port: (a, b) => table.localPort(a) - table.localPort(b),
    peer: (a, b) => compareText(peer(a), peer(b)) || table.remotePort(a) - table.remotePort(b),
    state: (a, b) => compareText(table.state(a), table.state(b)),
    'recv-q': (a, b) => table.receiveQueue(b) - table.receiveQueue(a),
    'send-q': (a, b) => table.sendQueue(b) - table.sendQueue(a),
    pid: (a, b) => firstPid(a) - firstPid(b),
    user: (a, b) => table.uid(a) - table.uid(b),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
