import { describe, expect, it } from 'vitest';
import { describeRecord, recording } from '../commands/recordings.fixture.ts';
import { parseTcpConnections, parseUdpEndpoints } from './net-tables.ts';

const tcp = (name: string): { rows: string[]; skipped: number } => {
  const { rows, skipped } = parseTcpConnections(recording('windows', name));
  return { rows: rows.map(describeRecord), skipped };
};

describe("PowerShell's objects as JSON", () => {
  it('tell connections by numbers, which no language changes (trap 18)', () => {
    expect(tcp('get-nettcpconnection.json')).toEqual({
      rows: [
        'tcp listen [::]:7680 [::]:0 5236',
        'tcp listen [::]:5357 [::]:0 4',
        'tcp listen 127.0.0.1:5174 0.0.0.0:0 7000',
        'tcp bound-inactive 0.0.0.0:52341 0.0.0.0:0 1234',
        'tcp established 192.168.1.5:52341 203.0.113.46:443 1234',
        'tcp time-wait 192.168.1.5:52342 203.0.113.46:443 -',
        'tcp close-wait [fe80::1c2d:3e4f]:52660 [fd7a:115c:a1e0::1]:443 1234',
      ],
      skipped: 0,
    });
  });

  it('may be one object with a byte order mark, or wrapped, or none', () => {
    expect(tcp('get-nettcpconnection-one.json').rows).toEqual(['tcp listen 127.0.0.1:5050 0.0.0.0:0 2460']);
    expect(tcp('get-nettcpconnection-wrapped.json').rows).toHaveLength(2);
    for (const nothing of ['', '\r\n', '[]', 'null']) {
      expect(parseTcpConnections(nothing)).toEqual({ rows: [], skipped: 0 });
    }
  });

  it('tell UDP without state and peer: it waits (trap 3)', () => {
    const { rows, skipped } = parseUdpEndpoints(recording('windows', 'get-netudpendpoint.json'));
    expect({ rows: rows.map(describeRecord), skipped }).toEqual({
      rows: [
        'udp unconnected 0.0.0.0:5353 0.0.0.0:0 1844',
        'udp unconnected [::]:5353 [::]:0 1844',
        'udp unconnected 192.168.56.1:137 0.0.0.0:0 4',
      ],
      skipped: 0,
    });
  });

  it('are counted where they are not understood', () => {
    const rows = [
      { LocalAddress: '1.2.3.4' },
      { LocalAddress: '0.0.0.0', LocalPort: 80, RemoteAddress: '0.0.0.0', RemotePort: 0, State: 77 },
      { LocalAddress: '0.0.0.0', LocalPort: 65_536, RemoteAddress: '0.0.0.0', RemotePort: 0, State: 2 },
      { LocalAddress: 'x', LocalPort: 80, RemoteAddress: '0.0.0.0', RemotePort: 0, State: 2 },
      7,
    ];
    expect(parseTcpConnections(JSON.stringify(rows))).toEqual({ rows: [], skipped: 5 });
    expect(parseTcpConnections('Get-NetTCPConnection : Zugriff verweigert')).toEqual({ rows: [], skipped: 1 });
  });
});
