import { stranger, times, us, type Case, type Event } from './shown.fixture.ts';

/** A login that failed: like every other one. */
const login = (at: number, more: Partial<Event> = {}): Event => ({
  at,
  from: stranger,
  to: us,
  dport: 22,
  outcome: 'answered',
  packets: 12,
  packetsBack: 12,
  bytes: 1800,
  bytesBack: 2500,
  ...more,
});
/** Times without the beat of a clock. */
const uneven = (place: number): number => place * 40 + (place % 3) * 25;

/** Guesses of passwords, and of words that serve as such. */
export const LOGINS: readonly Case[] = [
  {
    sign: 'brute-force#1',
    shown: times(30, (place) => login(uneven(place))),
    // As many sessions of all sizes: somebody works there.
    nearMiss: times(30, (place) => login(uneven(place), { bytesBack: 2500 + place * 900 })),
  },
  {
    sign: 'brute-force#1',
    shown: times(30, (place) => login(uneven(place), { outcome: 'unknown' })),
    // Nothing but knocks, and the log does not say what became of them.
    nearMiss: times(30, (place) => login(uneven(place), { outcome: 'unknown', bytes: 60, bytesBack: 40 })),
  },
  {
    sign: 'brute-force#4',
    shown: times(240, (place) => login(place * 300, { from: `203.0.113.${(place % 60) + 1}` })),
    nearMiss: times(40, (place) => login(place * 300, { from: `203.0.113.${(place % 10) + 1}` })),
  },
  {
    sign: 'brute-force#5',
    shown: times(120, (place) => login(uneven(place) / 2, { from: '192.168.7.5' })),
    // Fewer than a script that copies files makes.
    nearMiss: times(60, (place) => login(uneven(place) / 2, { from: '192.168.7.5' })),
  },
  {
    sign: 'credential-reuse',
    shown: times(6, (place) => login(place * 10, { dport: [21, 22, 3389][place % 3] ?? 0 })),
    nearMiss: times(6, (place) => login(place * 10, { dport: [21, 22][place % 2] ?? 0 })),
  },
  {
    sign: 'snmp-community#1',
    shown: [{ from: stranger, to: us, is: 'udp', dport: 161, payload: { 'snmp.community': ['public'] } }],
    nearMiss: [{ from: stranger, to: us, is: 'udp', dport: 161, payload: { 'snmp.community': ['k7Qx'] } }],
  },
  {
    sign: 'snmp-community#2',
    shown: [
      { from: stranger, to: us, is: 'udp', dport: 161, bytesBack: 90, payload: { 'snmp.community': ['public'] } },
    ],
    nearMiss: [{ from: stranger, to: us, is: 'udp', dport: 161, payload: { 'snmp.community': ['public'] } }],
  },
  {
    sign: 'irix-default-accounts#1',
    shown: [{ from: stranger, to: us, dport: 23, payload: { 'telnet.user': ['EZsetup'] } }],
    nearMiss: [{ from: stranger, to: us, dport: 23, payload: { 'telnet.user': ['guest'] } }],
  },
  {
    sign: 'irix-default-accounts#2',
    shown: ['lp', 'demos', 'tutor', 'guest', 'demos'].map((name) => ({
      from: stranger,
      to: us,
      dport: 23,
      payload: { 'telnet.user': [name] },
    })),
    // Mirai's list has guest too.
    nearMiss: ['guest', 'guest', 'lp', 'diag', 'guest'].map((name) => ({
      from: stranger,
      to: us,
      dport: 23,
      payload: { 'telnet.user': [name] },
    })),
  },
];
