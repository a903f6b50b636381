import { describe, expect, it } from 'vitest';
import { describeRecord, recording } from '../commands/recordings.fixture.ts';
import { parseNetstat } from './netstat.ts';

const read = (name: string): { rows: string[]; skipped: number } => {
  const { rows, skipped } = parseNetstat(recording('macos', name));
  return { rows: rows.map(describeRecord), skipped };
};

describe('netstat of macOS', () => {
  it.each([
    ['netstat-mojave.txt', [9811, 9811, 9811]],
    ['netstat-sequoia.txt', [2903, 5767, 74167]],
    ['netstat-tahoe.txt', [22712, 22712]],
    ['netstat-sonoma.txt', [4711, 318, null]],
  ])('finds the process wherever its column moved: %s (trap 18)', (name, pids) => {
    const { rows, skipped } = parseNetstat(recording('macos', name));
    expect(rows.map(({ owners }) => owners[0]?.pid ?? null)).toEqual(pids);
    expect(skipped).toBe(0);
  });

  it('guesses no process where no heading says which number it is', () => {
    const { rows, skipped } = parseNetstat(recording('macos', 'netstat-sequoia-without-heading.txt'));
    expect(rows).toHaveLength(3);
    expect(rows.flatMap(({ owners }) => owners)).toEqual([]);
    expect(skipped).toBe(0);
  });

  it('guesses none where a row has other columns than its heading', () => {
    const text = recording('macos', 'netstat-sequoia.txt').replaceAll(' 00102 ', ' ');
    expect(parseNetstat(text).rows.flatMap(({ owners }) => owners)).toEqual([]);
  });

  it('reads states, queues and the other end', () => {
    expect(read('netstat-mojave.txt').rows[2]).toBe('tcp close-wait 192.168.1.191:52040 203.0.113.4:443 9811');
    const { rows } = parseNetstat(recording('macos', 'netstat-mojave.txt'));
    expect([rows[2]?.receiveQueue, rows[2]?.sendQueue]).toEqual([24, 0]);
  });

  it('shows an unconnected UDP socket as one that waits, whatever the empty state column (trap 3)', () => {
    expect(read('netstat-sierra-udp.txt')).toEqual({
      rows: [
        'udp connected 192.168.11.160:57110 203.0.113.232:443 505',
        'udp connected 192.168.11.160:50040 203.0.113.238:443 505',
        'udp unconnected 0.0.0.0:3000 0.0.0.0:0 2017',
      ],
      skipped: 0,
    });
  });

  it('reads sockets of both families, zones, and what belongs to nobody', () => {
    expect(read('netstat-sonoma.txt').rows).toEqual([
      'tcp listen [::]:8809 [::]:0 4711',
      'tcp listen [fe80::1]:631 [::]:0 318',
      'tcp time-wait 127.0.0.1:8809 127.0.0.1:51000 -',
    ]);
    expect(read('netstat-sonoma-without-v.txt').rows).toEqual(['tcp listen [::]:8809 [::]:0 -']);
  });

  it('counts rows it does not understand, and passes over other protocols and other tables', () => {
    const text = [
      'Active Internet connections',
      'Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)    ',
      'icm4       0      0  *.*                    *.*                               ',
      'tcp4       0      0  here.80                *.*                    LISTEN     ',
      'tcp4       0      0  *.80                   *.*                    ABHÖREN    ',
      'tcp4       0      0  *.65536                *.*                    LISTEN     ',
      'what is this',
      'Active LOCAL (UNIX) domain sockets',
      'Address          Type   Recv-Q Send-Q            Inode             Conn             Refs          Nextref Addr',
      'tcp4 is a name',
    ].join('\n');
    expect(parseNetstat(text)).toEqual({ rows: [], skipped: 4 });
  });
});
