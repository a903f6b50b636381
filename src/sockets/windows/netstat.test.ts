import { describe, expect, it } from 'vitest';
import { describeRecord, recording } from '../commands/recordings.fixture.ts';
import { parseNetstat } from './netstat.ts';

const read = (name: string): { rows: string[]; skipped: number } => {
  const { rows, skipped } = parseNetstat(recording('windows', name));
  return { rows: rows.map(describeRecord), skipped };
};

describe('netstat of Windows', () => {
  it('finds listeners by the form of their rows, in German (trap 18)', () => {
    expect(read('netstat-ano-german.txt')).toEqual({
      rows: [
        'tcp listen 0.0.0.0:8080 0.0.0.0:0 42852',
        'tcp established 127.0.0.1:8082 127.0.0.1:51234 31337',
        'tcp time-wait 127.0.0.1:8090 127.0.0.1:51999 -',
        'tcp listen [::]:445 [::]:0 4',
        'tcp close-wait [fe80::1c2d:3e4f]:50010 [2001:db8::1]:443 2468',
        'udp unconnected [::1]:1900 [::]:0 4812',
      ],
      skipped: 0,
    });
  });

  it('does so where the code page made no text of the words (trap 18)', () => {
    expect(recording('windows', 'netstat-an-german-cp850.txt')).toContain('ABH\uFFFDREN');
    expect(read('netstat-an-german-cp850.txt')).toEqual({
      rows: [
        'tcp listen 0.0.0.0:3389 0.0.0.0:0 -',
        'tcp established 127.0.0.1:44080 127.0.0.1:49918 -',
        'tcp fin-wait-2 127.0.0.1:44080 127.0.0.1:51244 -',
        'tcp close-wait 127.0.0.1:49186 127.0.0.1:49273 -',
        'tcp time-wait 127.0.0.1:51231 127.0.0.1:44080 -',
        'tcp listen [::]:135 [::]:0 -',
        'tcp established [::1]:22350 [::1]:49370 -',
        'udp unconnected 0.0.0.0:123 0.0.0.0:0 -',
      ],
      skipped: 0,
    });
  });

  it('reads a state of several words, and does not guess what it does not know', () => {
    expect(read('netstat-ano-french.txt').rows).toEqual([
      'tcp listen 0.0.0.0:135 0.0.0.0:0 1128',
      'tcp unknown 127.0.0.1:9000 127.0.0.1:50001 2200',
      'tcp time-wait 127.0.0.1:9000 127.0.0.1:50002 -',
    ]);
  });

  it('reads Japanese alike in both encodings, and Chinese', () => {
    expect(read('netstat-ano-japanese-cp932.txt')).toEqual(read('netstat-ano-japanese-utf8.txt'));
    expect(read('netstat-ano-japanese-cp932.txt').rows).toEqual([
      'tcp listen 0.0.0.0:135 0.0.0.0:0 1032',
      'tcp established 127.0.0.1:5174 127.0.0.1:50003 7000',
      'udp unconnected 0.0.0.0:5353 0.0.0.0:0 1844',
    ]);
    expect(read('netstat-ano-chinese.txt').rows.at(-1)).toBe('tcp listen 0.0.0.0:135 0.0.0.0:0 896');
  });

  it('takes UDP by its peer, for it has no state (trap 3)', () => {
    expect(read('netstat-udp-peer.txt')).toEqual({
      rows: [
        'udp unconnected 0.0.0.0:123 0.0.0.0:0 -',
        'udp unconnected 0.0.0.0:5353 0.0.0.0:0 -',
        'udp connected 0.0.0.0:50127 192.0.2.94:443 -',
      ],
      skipped: 0,
    });
  });

  it('keeps sockets that share a port, and counts lines between rows that are none', () => {
    const { rows, skipped } = read('netstat-anob-english.txt');
    expect(rows.filter((row) => row.includes(':3702'))).toHaveLength(2);
    expect([rows.length, skipped]).toEqual([6, 8]);
  });

  it('counts rows it does not understand', () => {
    const text =
      '  TCP    host:80   0.0.0.0:0  LISTENING 4\n  TCP\n  UDP  0.0.0.0:70000  *:*  4\n  TCP  [::]:1  x:0  LISTENING 4';
    expect(parseNetstat(text)).toEqual({ rows: [], skipped: 4 });
  });
});
