import type { SocketKind } from '../../socket-table.ts';

/**
 * Datagrams as net/ipv4/inet_diag.c writes them. Made apart from the parser on purpose, field by field from
 * include/uapi/linux/inet_diag.h, so that the two cannot agree on the same error.
 */
export interface DiagSocket {
  readonly kind?: SocketKind;
  readonly state: number;
  /** Bytes in network order: 4 or 16. */
  readonly local: readonly number[];
  readonly localPort: number;
  readonly remote?: readonly number[];
  readonly remotePort?: number;
  readonly receiveQueue?: number;
  readonly sendQueue?: number;
  readonly uid?: number;
  readonly inode?: number;
  /** Type of the attribute to its payload. */
  readonly attributes?: readonly (readonly [type: number, payload: readonly number[]])[];
}

export function u32(value: number, littleEndian = true): number[] {
  const bytes = [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
  return littleEndian ? bytes : bytes.toReversed();
}

function u16(value: number, littleEndian = true): number[] {
  const bytes = [value & 255, value >>> 8];
  return littleEndian ? bytes : bytes.toReversed();
}

const padded = (bytes: readonly number[], length: number): number[] => [
  ...bytes,
  ...Array.from({ length: length - bytes.length }, () => 0),
];
const aligned = (bytes: readonly number[]): number[] => padded(bytes, Math.ceil(bytes.length / 4) * 4);

export function message(
  type: number,
  flags: number,
  sequence: number,
  payload: readonly number[],
  little = true,
): number[] {
  const length = 16 + payload.length;
  return aligned([
    ...u32(length, little),
    ...u16(type, little),
    ...u16(flags, little),
    ...u32(sequence, little),
    ...u32(4711, little),
    ...payload,
  ]);
}

export function diagMessage(socket: DiagSocket, sequence = 1, little = true, flags = 2): number[] {
  const family = socket.local.length === 4 ? 2 : 10;
  const attributes = (socket.attributes ?? []).flatMap(([type, payload]) =>
    aligned([...u16(4 + payload.length, little), ...u16(type, little), ...payload]),
  );
  return message(
    20,
    flags,
    sequence,
    [
      ...[family, socket.state, 0, 0],
      ...u16(socket.localPort, false),
      ...u16(socket.remotePort ?? 0, false),
      ...padded(socket.local, 16),
      ...padded(socket.remote ?? [], 16),
      ...u32(0, little), // interface
      ...[1, 2, 3, 4, 5, 6, 7, 8], // cookie
      ...u32(0, little), // expires
      ...u32(socket.receiveQueue ?? 0, little),
      ...u32(socket.sendQueue ?? 0, little),
      ...u32(socket.uid ?? 0, little),
      ...u32(socket.inode ?? 0, little),
      ...attributes,
    ],
    little,
  );
}

/** NLMSG_DONE and NLMSG_ERROR: an int, 0 or an error number below it. */
export function doneMessage(sequence = 1, flags = 2, little = true): number[] {
  return message(3, flags, sequence, u32(0, little), little);
}

export function errorMessage(errno: number, sequence = 1, little = true): number[] {
  return message(2, 0, sequence, [...u32(-errno >>> 0, little), ...padded([], 16)], little);
}
