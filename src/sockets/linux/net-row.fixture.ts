/**
 * Rows of /proc/net/{tcp,tcp6,udp,udp6} as net/ipv4/tcp_ipv4.c and its relatives print them. Written apart from the
 * parser on purpose, from the kernel's format strings, so that the two cannot agree on the same error.
 */
export const TCP_HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n';

/** A socket as a test describes it: `{ local: '127.0.0.1:80', state: 0x0a }`, `{ local: '[::1]:53' }`. */
export interface RowText {
  readonly local: string;
  readonly remote?: string;
  readonly state: number;
  readonly sendQueue?: number;
  readonly receiveQueue?: number;
  readonly uid?: number;
  readonly inode?: number;
}

export function netRow(row: RowText, littleEndian = true): string {
  const remote = row.remote ?? (row.local.startsWith('[') ? '[::]:0' : '0.0.0.0:0');
  const queues = `${hex(row.sendQueue ?? 0, 8)}:${hex(row.receiveQueue ?? 0, 8)}`;
  const tail = `00:00000000 00000000 ${String(row.uid ?? 0).padStart(5)}        0 ${row.inode ?? 0} 1 0000000000000000 20 0 0 10 -1`;
  return `   0: ${end(row.local, littleEndian)} ${end(remote, littleEndian)} ${hex(row.state, 2)} ${queues} ${tail}\n`;
}

/** A whole table: the heading and its rows. */
export function netTable(rows: readonly RowText[], littleEndian = true): string {
  return TCP_HEADING + rows.map((row) => netRow(row, littleEndian)).join('');
}

function end(text: string, littleEndian: boolean): string {
  const colon = text.lastIndexOf(':');
  const address = text.slice(0, colon);
  const bytes = address.startsWith('[') ? ipv6Bytes(address.slice(1, -1)) : address.split('.').map(Number);
  const words: string[] = [];
  // The kernel holds an address in network order and prints each 32-bit word of it as the machine reads it.
  for (let at = 0; at < bytes.length; at += 4) {
    const word = bytes.slice(at, at + 4);
    words.push((littleEndian ? word.toReversed() : word).map((byte) => hex(byte, 2)).join(''));
  }
  return `${words.join('')}:${hex(Number(text.slice(colon + 1)), 4)}`;
}

/** `::1`, `fe80::1:2`, `::ffff:127.0.0.1`. */
function ipv6Bytes(text: string): number[] {
  const quad = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (quad !== null) {
    const [a = 0, b = 0, c = 0, d = 0] = quad.slice(2).map(Number);
    return ipv6Bytes(`${quad[1]}${hex(a * 256 + b, 1)}:${hex(c * 256 + d, 1)}`);
  }
  const [head = '', tail] = text.split('::');
  const groups = (half: string): number[] =>
    half.split(':').flatMap((group) => (group === '' ? [] : [parseInt(group, 16)]));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0);
  return [...left, ...zeros, ...right].flatMap((group) => [group >> 8, group & 255]);
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
