import { OURS, stranger, THEIRS, times, us, type Case, type Event } from './shown.fixture.ts';

const knock = (dport: number, more: Partial<Event> = {}): Event => ({
  from: stranger,
  to: us,
  dport,
  flags: 'S',
  outcome: 'dropped',
  ...more,
});

/** Tries of ports and hosts. */
export const SCANS: readonly Case[] = [
  {
    sign: 'sweep#1',
    shown: times(30, (place) => knock(2000 + place)),
    // A visitor of 30 pages, each answered.
    nearMiss: times(30, (place) => knock(443, { sport: 40_000 + place, outcome: 'answered' })),
  },
  {
    sign: 'sweep#3',
    shown: times(30, (place) => ({
      from: us,
      to: `${THEIRS}${place}`,
      dport: 8545,
      flags: 'S',
      outcome: 'unanswered',
    })),
    // A browser that meets dead web servers.
    nearMiss: times(30, (place) => ({
      from: us,
      to: `${THEIRS}${place}`,
      dport: 443,
      flags: 'S',
      outcome: 'unanswered',
    })),
  },
  {
    sign: 'slow-scan',
    shown: times(20, (place) => knock(2000 + place, { at: place * 1800 })),
    nearMiss: times(20, (place) => knock(2000 + place, { at: place * 10 })),
  },
  {
    sign: 'block-scan',
    shown: times(36, (place) => knock(2000 + (place % 6), { to: `${OURS}${Math.floor(place / 6) + 1}` })),
    // Six hosts and six ports, but each host was asked for one port only.
    nearMiss: times(6, (place) => knock(2000 + place, { to: `${OURS}${place + 1}` })),
  },
  {
    sign: 'coordinated-scan',
    shown: times(60, (place) => knock(2000 + place, { from: `${THEIRS}${(place % 6) + 1}` })),
    // Six neighbours who all try the same ports.
    nearMiss: times(60, (place) => knock(2000 + Math.floor(place / 6), { from: `${THEIRS}${(place % 6) + 1}` })),
  },
  {
    sign: 'stealth-scan#1',
    shown: times(6, (place) => knock(1000 + place, { flags: 'FPU' })),
    nearMiss: times(2, (place) => knock(1000 + place, { flags: 'FPU' })),
  },
  {
    sign: 'stealth-scan#2',
    shown: times(6, (place) => knock(1000 + place, { flags: 'F' })),
    nearMiss: times(6, (place) => knock(1000 + place, { flags: 'F.' })),
  },
  {
    sign: 'stealth-scan#3',
    shown: times(12, (place) => knock(100 + place, { flags: '.', sport: 40_000 + place })),
    // Late packets of a web server to temporary ports.
    nearMiss: times(12, (place) => knock(40_000 + place, { flags: '.', sport: 443 })),
  },
  {
    sign: 'stealth-scan#4',
    shown: times(12, (place) => knock(3000 + place, { flags: '.', sport: 45_000 })),
    // Connections seen from their middle: a port of its own for each.
    nearMiss: times(30, (place) => knock(3000 + place, { flags: '.', sport: 45_000 + place })),
  },
  {
    sign: 'stray-knock',
    // One knock makes no finding; the report counts it. See the test of `strays`.
    shown: [],
    nearMiss: [],
  },
  {
    sign: 'port-zero',
    shown: [knock(0)],
    // A flow record of a fragment: both ports are 0.
    nearMiss: [knock(0, { sport: 0 })],
  },
  {
    sign: 'tcpmux#1',
    shown: [knock(1)],
    nearMiss: [knock(1, { flags: 'R.' })],
  },
  {
    sign: 'tcpmux#2',
    shown: [knock(1, { payload: { 'tcpmux.service': ['HELP'] } })],
    nearMiss: [knock(1, { payload: { 'tcpmux.service': ['sgi_fam'] } })],
  },
  {
    sign: 'old-trojan-ports',
    shown: [555, 1243, 12_345, 20_034, 27_374].map((port) => knock(port)),
    nearMiss: [555, 1243, 12_345, 20_034, 80].map((port) => knock(port)),
  },
  {
    sign: 'pcanywhere#1',
    shown: [knock(22, { is: 'udp' }), knock(5632, { is: 'udp' })],
    nearMiss: [knock(22, { is: 'udp' }), knock(5631, { is: 'udp' })],
  },
  {
    sign: 'proxy-scan#1',
    shown: [1080, 3128, 8080].map((port) => knock(port)),
    nearMiss: [1080, 3128, 443].map((port) => knock(port)),
  },
  {
    sign: 'proxy-scan#2',
    shown: [knock(80, { outcome: 'answered', payload: { 'http.method': ['CONNECT'] } })],
    nearMiss: [knock(80, { outcome: 'answered', payload: { 'http.method': ['GET'] } })],
  },
  {
    sign: 'icmp-scan#2',
    shown: times(25, (place) => ({ from: stranger, to: `${OURS}${place + 1}`, icmp: [8, 0] })),
    nearMiss: times(25, () => ({ from: stranger, to: us, icmp: [8, 0] })),
  },
  {
    sign: 'icmp-scan#6',
    shown: [{ from: stranger, to: us, icmp: [8, 2] }],
    nearMiss: [{ from: stranger, to: us, icmp: [8, 0] }],
  },
  {
    sign: 'icmp-scan#7',
    shown: [{ from: 'fe80::1', to: 'ff02::1', is: 'icmpv6', icmp: [135, 22] }],
    nearMiss: [{ from: 'fe80::1', to: 'ff02::1', is: 'icmpv6', icmp: [135, 0] }],
  },
  {
    sign: 'protocol-scan',
    shown: times(5, () => ({ from: us, to: stranger, icmp: [3, 2] })),
    nearMiss: times(5, () => ({ from: us, to: stranger, icmp: [3, 3] })),
  },
  {
    sign: 'rpc-portmap#2',
    shown: [knock(111), knock(2049)],
    nearMiss: [knock(2049)],
  },
  {
    sign: 'wins#2',
    shown: [knock(42, { outcome: 'answered' })],
    nearMiss: [knock(42)],
  },
  {
    sign: 'xdmcp#2',
    shown: [knock(177, { is: 'udp' }), { from: us, to: stranger, dport: 6000, flags: 'S' }],
    nearMiss: [{ from: us, to: stranger, dport: 6000, flags: 'S' }],
  },
  {
    sign: 'ftp-anonymous#1',
    shown: [knock(21, { outcome: 'answered', payload: { 'ftp.command': ['USER anonymous'] } })],
    nearMiss: [knock(21, { outcome: 'answered', payload: { 'ftp.command': ['USER alice'] } })],
  },
  {
    sign: 'ftp-anonymous#2',
    shown: times(3, (place) =>
      knock(21, { to: `${OURS}${place + 1}`, payload: { 'ftp.command': ['USER anonymous'] } }),
    ),
    nearMiss: times(3, () => knock(21, { payload: { 'ftp.command': ['USER anonymous'] } })),
  },
];
