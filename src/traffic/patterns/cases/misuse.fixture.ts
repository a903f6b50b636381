import { inside, OURS, stranger, THEIRS, times, us, type Case, type Event } from './shown.fixture.ts';

const asks = (dport: number, more: Partial<Event> = {}): Event => ({
  from: stranger,
  to: us,
  dport,
  flags: 'S',
  ...more,
});
const dhcp = (from: string, more: Partial<Event> = {}): Event => ({
  from,
  to: '255.255.255.255',
  is: 'udp',
  sport: 67,
  dport: 68,
  ...more,
});
const name = (place: number, label: number): Event => ({
  at: place * 0.3,
  from: inside,
  to: `${THEIRS}53`,
  is: 'udp',
  dport: 53,
  bytes: 120,
  payload: { 'dns.type': ['TXT'], 'dns.label-length': [label] },
});

/** What takes away, or makes your machines work for others. */
export const MISUSE: readonly Case[] = [
  {
    sign: 'dns-spoof#1',
    shown: times(250, (place) => ({
      at: place * 0.01,
      from: stranger,
      to: us,
      is: 'udp',
      sport: 53,
      dport: 40_000,
      outcome: 'dropped',
    })),
    nearMiss: times(250, (place) => ({
      at: place * 10,
      from: stranger,
      to: us,
      is: 'udp',
      sport: 53,
      dport: 40_000,
      outcome: 'dropped',
    })),
  },
  {
    sign: 'dns-spoof#2',
    shown: times(120, (place) => ({
      at: place * 0.01,
      from: stranger,
      to: us,
      is: 'udp',
      sport: 53,
      dport: 30_000 + place,
    })),
    // Answers of a name server that was asked.
    nearMiss: [
      { at: 0, from: us, to: stranger, is: 'udp', sport: 30_000, dport: 53 },
      ...times(120, (place) => ({
        at: 1 + place * 0.01,
        from: stranger,
        to: us,
        is: 'udp',
        sport: 53,
        dport: 30_000 + place,
      })),
    ],
  },
  {
    sign: 'dns-tunnel#1',
    shown: times(1200, (place) => name(place, 60)),
    nearMiss: times(1200, (place) => name(place, 12)),
  },
  {
    sign: 'dns-tunnel#2',
    shown: [{ from: inside, to: stranger, is: 'udp', dport: 53, bytes: 2e6 }],
    nearMiss: [{ from: inside, to: stranger, is: 'udp', dport: 53, bytes: 2e4 }],
  },
  { sign: 'finger#1', shown: [asks(79)], nearMiss: [asks(79, { flags: 'R.' })] },
  {
    sign: 'finger#2',
    shown: [asks(79, { payload: { 'finger.query': ['root@inner'] } })],
    nearMiss: [asks(79, { payload: { 'finger.query': ['root'] } })],
  },
  {
    sign: 'finger#3',
    shown: [asks(79, { from: inside, to: stranger })],
    nearMiss: [asks(79, { from: inside, to: us })],
  },
  {
    sign: 'ftp-bounce#2',
    shown: [22, 25, 80].map((port) => asks(port, { sport: 20 })),
    // A data connection goes to a high port.
    nearMiss: [40_022, 40_025, 40_080].map((port) => asks(port, { sport: 20 })),
  },
  {
    sign: 'ftp-bounce#3',
    shown: [{ from: us, to: stranger, sport: 20, dport: 40_000, flags: 'S' }],
    nearMiss: [asks(21, { outcome: 'answered' }), { from: us, to: stranger, sport: 20, dport: 40_000, flags: 'S' }],
  },
  {
    sign: 'rogue-dhcp#1',
    shown: [dhcp('10.0.0.1'), dhcp('10.0.0.66')],
    nearMiss: [dhcp('10.0.0.1'), dhcp('10.0.0.1')],
  },
  {
    sign: 'rogue-dhcp#3',
    shown: [dhcp('10.0.0.1', { payload: { 'dhcp.option': [3, 121] } })],
    nearMiss: [dhcp('10.0.0.1', { payload: { 'dhcp.option': [3, 6] } })],
  },
  {
    sign: 'smtp-relay#1',
    shown: times(60, (place) => asks(25, { at: place, payload: { 'smtp.command': ['RCPT TO:<a@example.org>'] } })),
    nearMiss: times(60, (place) =>
      asks(25, { at: place * 60, payload: { 'smtp.command': ['RCPT TO:<a@example.org>'] } }),
    ),
  },
  {
    sign: 'smtp-relay#2',
    shown: times(10, (place) => asks(25, { to: `${OURS}${place + 1}` })),
    nearMiss: times(10, () => asks(25)),
  },
  {
    sign: 'tftp#2',
    shown: [asks(69, { is: 'udp', payload: { 'tftp.file': ['router-startup-config'] } })],
    nearMiss: [asks(69, { is: 'udp', payload: { 'tftp.file': ['pxelinux.0'] } })],
  },
  {
    sign: 'tftp#4',
    shown: [asks(69, { is: 'udp' }), { from: us, to: stranger, is: 'udp', sport: 34_000, dport: 40_000 }],
    nearMiss: [{ from: us, to: stranger, is: 'udp', sport: 34_000, dport: 40_000 }],
  },
  {
    sign: 'zone-transfer#1',
    shown: [asks(53, { payload: { 'dns.type': ['AXFR'] } })],
    nearMiss: [asks(53, { payload: { 'dns.type': ['A'] } })],
  },
  {
    sign: 'zone-transfer#3',
    shown: [asks(53, { bytes: 200, bytesBack: 90_000 })],
    nearMiss: [asks(53, { bytes: 200, bytesBack: 4000 })],
  },
];
