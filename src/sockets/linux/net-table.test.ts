import { describe, expect, it } from 'vitest';
import type { RawSocket, SocketKind } from '../socket-table.ts';
import { createNetTableParser } from './net-table.ts';

// As a 6.18 kernel printed them in a network namespace of its own, padding and trailing columns included.
const TCP_HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n';
const TCP6_HEADING =
  '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const TCP = `${TCP_HEADING}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 95925 3 00000000ae2f8929 100 0 0 10 0                     
   1: 0100007F:1F90 0100007F:92CE 06 00000000:00000000 03:00001766 00000000     0        0 0 3 000000002d101e76                                      
   2: 0100007F:92C6 0100007F:1F90 01 0000001E:0000012C 00:00000000 00000000  1000        0 95926 2 000000006959aba6 20 4 30 10 -1                    
`;
const TCP6 = `${TCP6_HEADING}   0: 00000000000000000000000001000000:2328 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 95932 1 000000004315dba7 100 0 0 10 0
   1: 0000000000000000FFFF00000100007F:92E4 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 95933 2 000000001fd33ef4 20 0 0 10 -1
   2: 1200000000FD00000000000034000000:01BB B80D0120000000000000000001000000:FFFF 08 00000000:00000001 00:00000000 00000000 65534        0 4294967295 2 000000001fd33ef4 20 0 0 10 -1
`;
const UDP = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            
 8044: 00000000:0035 00000000:0000 07 00000000:00000340 00:00000000 00000000     0        0 95934 2 0000000059552802 0         
12345: 0100007F:853F 0100007F:0035 01 00000000:00000000 00:00000000 00000000     0        0 95935 2 000000006743f18a 0         
`;
const UDP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
13344: 00000000000000000000000001000000:14E9 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 95936 2 00000000eaacee49 0
`;

const LOOPBACK = 0x7f000001;

function row(fields: Partial<RawSocket> & Pick<RawSocket, 'kind' | 'state'>): RawSocket {
  return {
    local: [0, 0, 0, 0],
    localPort: 0,
    remote: [0, 0, 0, 0],
    remotePort: 0,
    receiveQueue: 0,
    sendQueue: 0,
    uid: 0,
    inode: 0,
    ...fields,
  };
}

function parse(kind: SocketKind, text: string, options: { littleEndian?: boolean; listeningOnly?: boolean } = {}) {
  const rows: RawSocket[] = [];
  const parser = createNetTableParser({
    kind,
    littleEndian: options.littleEndian ?? true,
    listeningOnly: options.listeningOnly ?? false,
    onSocket: (socket) => rows.push(structuredClone(socket)),
  });
  const bytes = new TextEncoder().encode(text);
  const more = parser.take(bytes, bytes.length);
  parser.finish();
  return { rows, skipped: parser.skipped, more };
}

describe('the parser of /proc/net/tcp and its relatives', () => {
  it('reads every field of an IPv4 TCP table', () => {
    expect(parse(0, TCP)).toEqual({
      rows: [
        row({ kind: 0, state: 10, local: [0, 0, 0, LOOPBACK], localPort: 8080, receiveQueue: 2, inode: 95_925 }),
        row({
          kind: 0,
          state: 6,
          local: [0, 0, 0, LOOPBACK],
          localPort: 8080,
          remote: [0, 0, 0, LOOPBACK],
          remotePort: 0x92ce,
        }),
        row({
          kind: 0,
          state: 1,
          local: [0, 0, 0, LOOPBACK],
          localPort: 0x92c6,
          remote: [0, 0, 0, LOOPBACK],
          remotePort: 8080,
          receiveQueue: 300,
          sendQueue: 30,
          uid: 1000,
          inode: 95_926,
        }),
      ],
      skipped: 0,
      more: true,
    });
  });

  it('reads IPv6 addresses word by word, mapped ones too, and the largest inode there is', () => {
    expect(parse(1, TCP6)).toEqual({
      rows: [
        row({ kind: 1, state: 10, local: [0, 0, 0, 1], localPort: 9000, inode: 95_932 }),
        row({
          kind: 1,
          state: 1,
          local: [0, 0, 0xffff, LOOPBACK],
          localPort: 0x92e4,
          remote: [0, 0, 0xffff, LOOPBACK],
          remotePort: 8080,
          inode: 95_933,
        }),
        row({
          kind: 1,
          state: 8,
          local: [0x12, 0xfd00, 0, 0x34],
          localPort: 443,
          remote: [0x20010db8, 0, 0, 1],
          remotePort: 65_535,
          receiveQueue: 1,
          uid: 65_534,
          inode: 4_294_967_295,
        }),
      ],
      skipped: 0,
      more: true,
    });
  });

  it('reads UDP tables, whose bucket numbers may be longer than their column', () => {
    expect(parse(2, UDP).rows).toEqual([
      row({ kind: 2, state: 7, localPort: 53, receiveQueue: 0x340, inode: 95_934 }),
      row({
        kind: 2,
        state: 1,
        local: [0, 0, 0, LOOPBACK],
        localPort: 0x853f,
        remote: [0, 0, 0, LOOPBACK],
        remotePort: 53,
        inode: 95_935,
      }),
    ]);
    expect(parse(3, UDP6).rows).toEqual([
      row({ kind: 3, state: 7, local: [0, 0, 0, 1], localPort: 5353, inode: 95_936 }),
    ]);
  });

  it('reads the words of a big-endian machine as they stand', () => {
    const swapped = TCP6.replace(/([0-9A-F]{32}):/g, (_, address: string) => {
      const words = address.match(/.{8}/g) ?? [];
      return `${words.map((word) => (word.match(/../g) ?? []).toReversed().join('')).join('')}:`;
    });
    expect(swapped).toContain('00000000000000000000000000000001:2328'); // ::1 in network order
    expect(parse(1, swapped, { littleEndian: false }).rows).toEqual(parse(1, TCP6).rows);
    expect(parse(0, TCP, { littleEndian: false }).rows[0]?.local).toEqual([0, 0, 0, 0x0100007f]);
  });

  it('stops at the first TCP row that does not listen when only listeners are wanted', () => {
    const { rows, skipped, more } = parse(0, TCP, { listeningOnly: true });
    expect(rows.map(({ state }) => state)).toEqual([10]);
    expect(more).toBe(false);
    expect(skipped).toBe(0);
  });

  it('reads a UDP table to its end when only listeners are wanted: the kernel sorts it by hash', () => {
    const { rows, more } = parse(2, UDP, { listeningOnly: true });
    expect(rows.map(({ localPort }) => localPort)).toEqual([53, 0x853f]);
    expect(more).toBe(true);
  });

  it.each([
    ['an empty file', ''],
    ['a heading alone', TCP_HEADING],
    ['a heading and empty lines', `${TCP_HEADING}\n\n`],
  ])('finds no row and no fault in %s', (_, text) => {
    expect(parse(0, text)).toEqual({ rows: [], skipped: 0, more: true });
  });

  it('counts a row that was cut off at the end of the file', () => {
    const cut = TCP.slice(0, TCP.lastIndexOf('95926') + 2); // inode 95926 would read as 95
    expect(parse(0, cut).rows.map(({ inode }) => inode)).toEqual([95_925, 0]);
    expect(parse(0, cut).skipped).toBe(1);
  });

  it.each([
    ['zeros in place of a row', '\0\0\0\0\0\0\0\0'],
    ['a zero inside a field', '   0: 0100\x007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1'],
    [
      'an address that is too short',
      '   0: 0100007:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1',
    ],
    [
      'an address of the other family',
      `   0: ${'0'.repeat(32)}:1F90 00000000:0000 0A 0:0 00:00000000 00000000 0 0 7 1`,
    ],
    [
      'a state that is no number',
      '   0: 0100007F:1F90 00000000:0000 XX 00000000:00000000 00:00000000 00000000 0 0 7 1',
    ],
    ['a row without an inode', '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0'],
    ['a uid that is no number', '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1O 0 7 1'],
    [
      'an inode beyond 32 bits',
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4294967296 1',
    ],
    [
      'an endless inode',
      `   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 ${'9'.repeat(400)}`,
    ],
  ])('skips and counts %s, and reads on', (_, line) => {
    const { rows, skipped } = parse(0, `${TCP_HEADING}${line}\n${TCP.slice(TCP_HEADING.length)}`);
    expect(rows).toEqual(parse(0, TCP).rows);
    expect(skipped).toBe(1);
  });
});
