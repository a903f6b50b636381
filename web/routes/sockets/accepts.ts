import type { PortRange } from '../../../src/net/port.ts';
import type { SocketRow } from '../../api/documents.ts';
import { isWithin } from '../../state/port-filter.ts';
import { isListener } from './grouped-sockets.ts';

/** Which sockets are listed. */
export interface SocketFilter {
  readonly all: boolean;
  readonly words: string;
  readonly ranges: readonly PortRange[] | null;
}

/** Whether a socket is listed: all of the words stand in what is known of it, and one of its ports is within. */
export function accepts({ all, words, ranges }: SocketFilter): (row: SocketRow) => boolean {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => {
    if (!all && !isListener(row)) return false;
    if (!isWithin(ranges, row.local.port) && (row.remote.port === 0 || !isWithin(ranges, row.remote.port)))
      return false;
    if (wanted.length === 0) return true;
    const text = textOf(row);
    return wanted.every((word) => text.includes(word));
  };
}

function textOf(row: SocketRow): string {
  const { local, remote, process, service, note, user, state, transport } = row;
  return [
    `${local.address}:${local.port}`,
    remote.port === 0 ? '' : `${remote.address}:${remote.port}`,
    `${local.port}/${transport}`,
    process?.name,
    process?.command,
    process?.unit,
    process?.pid,
    service?.name,
    note?.label,
    user,
    state,
  ]
    .join(' ')
    .toLowerCase();
}
