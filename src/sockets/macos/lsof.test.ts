import { describe, expect, it } from 'vitest';
import { describeRecord, recording } from '../commands/recordings.fixture.ts';
import { parseLsof } from './lsof.ts';

const read = (name: string): { rows: string[]; skipped: number } => {
  const { rows, skipped } = parseLsof(recording('macos', name));
  return { rows: rows.map(describeRecord), skipped };
};

describe('lsof', () => {
  it('tells sockets, and each process that shares one after fork', () => {
    expect(read('lsof-linux-4.95.txt')).toEqual({
      rows: [
        'tcp listen 127.0.0.1:36527 0.0.0.0:0 13624#3,13665#3',
        'tcp listen [::]:48137 [::]:0 13624#4,13665#4',
        'udp unconnected 127.0.0.1:58005 0.0.0.0:0 13624#5',
        'udp connected 127.0.0.1:40511 127.0.0.1:58005 13624#6',
        'tcp established 127.0.0.1:36527 127.0.0.1:36406 13624#8,13665#8',
      ],
      skipped: 0,
    });
  });

  it('reads queues and users', () => {
    const { rows } = parseLsof(recording('macos', 'lsof-linux-4.95.txt'));
    expect(rows.map(({ receiveQueue, uid }) => [receiveQueue, uid]).at(-1)).toEqual([5, 0]);
  });

  it('leaves out what holds no port and what is not TCP or UDP', () => {
    expect(read('lsof-el-capitan.txt')).toEqual({
      rows: [
        'udp unconnected 0.0.0.0:138 0.0.0.0:0 1#7',
        'udp unconnected 0.0.0.0:137 0.0.0.0:0 1#12',
        'tcp established 192.168.0.20:51177 203.0.113.103:5223 76#13',
      ],
      skipped: 0,
    });
  });

  it('keeps sockets apart that stand on one port, and takes the zone out of an address', () => {
    const { rows, names } = parseLsof(recording('macos', 'lsof-generated.txt'));
    expect(rows.map(describeRecord)).toEqual([
      'tcp listen 0.0.0.0:5000 0.0.0.0:0 672#9',
      'tcp listen [::]:5000 [::]:0 672#10',
      'udp unconnected 0.0.0.0:5353 0.0.0.0:0 91#42',
      'udp unconnected 0.0.0.0:5353 0.0.0.0:0 91#43',
      'tcp established [fe80::1c2d:3e4f]:50001 [2001:db8::1]:443 91#44',
      'tcp listen [::]:8809 [::]:0 4711#21,4712#21',
    ]);
    expect(names.get(91)).toBe('Google Chrome Helper');
  });

  it('reads fields that end in NUL, in any order', () => {
    const text = 'p42\0cdev server\0u501\0\nf17\0n[::1]:43123\0TST=LISTEN\0PTCP\0tIPv6\0\n';
    expect(parseLsof(text).rows.map(describeRecord)).toEqual(['tcp listen [::1]:43123 [::]:0 42#17']);
  });

  it('counts what it does not understand', () => {
    const text = [
      'lsof: WARNING: something',
      'p42',
      'cx',
      'f1',
      'PTCP',
      'nhost:http',
      'f2',
      'PTCP',
      'n*:1',
      'TST=ABHÖREN',
    ];
    expect(parseLsof([...text, 'pX', 'f3', 'PTCP', 'n*:2'].join('\n'))).toMatchObject({ rows: [], skipped: 7 });
  });
});
