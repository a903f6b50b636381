import { parseIPv4, parseIPv6 } from '../../net/address.ts';

/** States of the kernel (include/net/tcp_states.h). A UDP socket without a peer is in `close`. */
export const STATE = { established: 1, timeWait: 6, close: 7, closeWait: 8, listen: 10 } as const;

/** A socket of the demonstration; addresses of both ends are of one family. */
export interface DemoSocket {
  readonly transport: 'tcp' | 'udp';
  readonly local: string;
  readonly port: number;
  /** Absent: nobody. */
  readonly remote?: string;
  readonly remotePort?: number;
  readonly state: (typeof STATE)[keyof typeof STATE];
  /** 0: nobody holds it any more. */
  readonly inode: number;
  readonly uid: number;
  /** Of a listener: connections that wait to be accepted. Else bytes that wait to be read. */
  readonly waiting?: number;
}

const HEADING = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

/** The text of `/proc/net/tcp`, `tcp6`, `udp` or `udp6` (proc(5)), as a little-endian machine prints it. */
export function netTableText(sockets: readonly DemoSocket[]): string {
  return HEADING + sockets.map(rowText).join('');
}

/** Whose table of a transport a socket stands in. */
export function familyOf({ local }: DemoSocket): 4 | 6 {
  return local.includes(':') ? 6 : 4;
}

function rowText(socket: DemoSocket, at: number): string {
  const { local, port, state, inode, uid, waiting = 0 } = socket;
  const nobody = familyOf(socket) === 6 ? '::' : '0.0.0.0';
  const remote = endText(socket.remote ?? nobody, socket.remotePort ?? 0);
  const queues = `00000000:${hex(waiting, 8)}`;
  return `${String(at).padStart(4)}: ${endText(local, port)} ${remote} ${hex(state, 2)} ${queues} 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 20 0 0 10 -1\n`;
}

function endText(address: string, port: number): string {
  const ipv4 = parseIPv4(address);
  const words = ipv4 === null ? parseIPv6(address) : [ipv4];
  if (words === null) throw new Error(`${address} is no address`);
  return `${words.map(wordText).join('')}:${hex(port, 4)}`;
}

/** The kernel holds an address in network order and prints each 32-bit word of it as the machine reads it. */
function wordText(word: number): string {
  return [0, 8, 16, 24].map((shift) => hex((word >>> shift) & 255, 2)).join('');
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
