import { inside, INSIDE, stranger, THEIRS, times, us, type Case, type Event } from './shown.fixture.ts';

const udp = (from: string, to: string, sport: number, dport: number, more: Partial<Event> = {}): Event => ({
  from,
  to,
  is: 'udp',
  sport,
  dport,
  ...more,
});
const late = (more: Partial<Event> = {}): Event => ({
  from: stranger,
  to: us,
  sport: 443,
  dport: 40_000,
  flags: 'R',
  ...more,
});

/** What only looks like an attack. */
export const HARMLESS: readonly Case[] = [
  {
    sign: 'backscatter#1',
    shown: times(60, (place) => late({ flags: 'S.', sport: 80, dport: 2000 + place * 900 })),
    // The late ends of your own connections on a log of refusals: to ports that clients take, and to no others.
    nearMiss: times(60, (place) => late({ dport: 33_000 + place * 400 })),
  },
  {
    sign: 'backscatter#2',
    shown: times(30, (place) => ({ from: stranger, to: `198.51.100.${place + 1}`, icmp: [3, 1] })),
    nearMiss: times(30, () => ({ from: stranger, to: us, icmp: [3, 1] })),
  },
  {
    sign: 'health-check',
    shown: times(40, (place) => ({
      at: place * 30,
      from: `${INSIDE}2`,
      to: inside,
      dport: 8080,
      outcome: 'answered',
      bytes: 300,
      bytesBack: 200,
    })),
    nearMiss: times(40, (place) => ({
      at: place * 30 + ((place * 7) % 25),
      from: `${INSIDE}2`,
      to: inside,
      dport: 8080,
      outcome: 'answered',
      bytes: 300,
      bytesBack: 200,
    })),
  },
  {
    sign: 'health-check',
    shown: times(40, (place) => ({
      at: place * 30,
      from: stranger,
      to: us,
      dport: 443,
      outcome: 'answered',
      bytes: 900,
      bytesBack: 3000,
    })),
    // At a login service a steady pace is a patient guesser first: that is told, and only that.
    nearMiss: times(40, (place) => ({
      at: place * 30,
      from: stranger,
      to: us,
      dport: 3306,
      outcome: 'answered',
      bytes: 900,
      bytesBack: 3000,
    })),
  },
  {
    sign: 'late-reply#1',
    shown: [{ from: us, to: stranger, sport: 40_000, dport: 5000, flags: 'S' }, late({ sport: 5000, flags: 'F.' })],
    nearMiss: [late({ sport: 5000, flags: 'F.' })],
  },
  { sign: 'late-reply#2', shown: [late()], nearMiss: [late({ flags: 'S' })] },
  {
    sign: 'late-reply#4',
    shown: [udp(stranger, us, 53, 40_000, { bytes: 200 })],
    nearMiss: [udp(stranger, us, 53, 1000, { bytes: 200 })],
  },
  {
    sign: 'quic-noise#1',
    shown: [udp(us, stranger, 40_000, 443), udp(stranger, us, 443, 40_000, { bytes: 1200 })],
    nearMiss: [udp(stranger, us, 443, 40_000, { bytes: 1200 })],
  },
  {
    sign: 'ntp-replies#1',
    shown: [udp(us, stranger, 123, 123), udp(stranger, us, 123, 123, { bytes: 76 })],
    nearMiss: [udp(stranger, us, 123, 123, { bytes: 76 })],
  },
  {
    sign: 'ident',
    shown: [
      { from: us, to: stranger, sport: 40_000, dport: 25, flags: 'S' },
      { from: stranger, to: us, dport: 113, flags: 'S' },
    ],
    nearMiss: [{ from: stranger, to: us, dport: 113, flags: 'S' }],
  },
  {
    sign: 'dhcp-noise#1',
    shown: [udp('0.0.0.0', '255.255.255.255', 68, 67)],
    nearMiss: [udp(stranger, us, 68, 67)],
  },
  {
    sign: 'igmp-noise',
    shown: [{ from: `${INSIDE}1`, to: '224.0.0.1', is: 'igmp' }],
    nearMiss: [{ from: stranger, to: us, is: 'igmp' }],
  },
  {
    sign: 'igmp-noise#2',
    shown: [{ from: 'fe80::1', to: 'ff02::16', is: 'icmpv6', icmp: [143, 0] }],
    nearMiss: [{ from: 'fe80::1', to: 'fe80::2', is: 'icmpv6', icmp: [143, 0] }],
  },
  {
    sign: 'llmnr-noise',
    shown: [udp(inside, '224.0.0.252', 50_000, 5355)],
    nearMiss: [udp(stranger, us, 50_000, 5355)],
  },
  { sign: 'mdns-noise', shown: [udp(inside, '224.0.0.251', 5353, 5353)], nearMiss: [udp(stranger, us, 5353, 5353)] },
  {
    sign: 'ssdp-noise#1',
    shown: [udp(inside, '239.255.255.250', 50_000, 1900)],
    nearMiss: [udp(stranger, us, 50_000, 1900)],
  },
  {
    sign: 'netbios-noise#1',
    shown: [udp(inside, '10.0.255.255', 137, 137)],
    nearMiss: [udp(inside, '10.0.0.9', 137, 137)],
  },
  {
    sign: 'router-adverts#1',
    shown: [{ from: 'fe80::1', to: 'ff02::1', is: 'icmpv6', icmp: [134, 0] }],
    nearMiss: [{ from: 'fe80::1', to: 'ff02::1', is: 'icmpv6', icmp: [134, 7] }],
  },
  {
    sign: 'router-adverts#2',
    shown: [1, 2].map((host) => ({ from: `fe80::${host}`, to: 'ff02::1', is: 'icmpv6', icmp: [134, 0] }) as const),
    nearMiss: [1, 1].map((host) => ({ from: `fe80::${host}`, to: 'ff02::1', is: 'icmpv6', icmp: [134, 0] }) as const),
  },
  {
    sign: 'wake-on-lan',
    shown: [udp(inside, '255.255.255.255', 40_000, 9, { bytes: 130 })],
    nearMiss: [udp(inside, '255.255.255.255', 40_000, 9, { bytes: 400 })],
  },
  {
    sign: 'traceroute#1',
    shown: times(4, (place) => udp(stranger, us, 40_000, 33_434 + place, { bytes: 60 })),
    nearMiss: times(4, () => udp(stranger, us, 40_000, 33_434, { bytes: 60 })),
  },
  {
    sign: 'p2p-afterlife#1',
    shown: times(50, (place) => udp(`${THEIRS}${place + 1}`, us, 40_000, 6881, { outcome: 'dropped' })),
    nearMiss: times(50, () => udp(stranger, us, 40_000, 6881, { outcome: 'dropped' })),
  },
  {
    sign: 'ping#1',
    shown: [{ from: stranger, to: us, icmp: [8, 0] }],
    nearMiss: [{ from: stranger, to: us, icmp: [8, 9] }],
  },
  {
    sign: 'ping#3',
    shown: [
      { from: us, to: stranger, icmp: [8, 0] },
      { from: stranger, to: us, icmp: [0, 0] },
    ],
    nearMiss: [{ from: stranger, to: us, icmp: [0, 0] }],
  },
  {
    sign: 'icmp-errors#1',
    shown: [{ from: us, to: stranger, icmp: [3, 3] }],
    nearMiss: [{ from: us, to: stranger, icmp: [3, 2] }],
  },
];
