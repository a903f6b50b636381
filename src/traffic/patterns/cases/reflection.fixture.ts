import { OURS, stranger, THEIRS, times, us, type Case, type Event } from './shown.fixture.ts';

const question = (dport: number, more: Partial<Event> = {}): Event => ({
  from: stranger,
  to: us,
  is: 'udp',
  dport,
  bytes: 60,
  outcome: 'dropped',
  ...more,
});
const answer = (place: number, more: Partial<Event> = {}): Event => ({
  at: place * 0.01,
  from: `${THEIRS}${(place % 20) + 1}`,
  to: us,
  is: 'udp',
  sport: 389,
  dport: 4000,
  bytes: 1400,
  ...more,
});

/** Traffic with forged senders: what looks for amplifiers, what they send, and what floods. */
export const REFLECTION: readonly Case[] = [
  {
    sign: 'amplification#2',
    shown: [123, 161, 1900].map((port) => question(port)),
    nearMiss: [123, 161, 161].map((port) => question(port)),
  },
  {
    sign: 'amplification#3',
    shown: times(10, (place) => question(11_211, { to: `${OURS}${place + 1}` })),
    nearMiss: times(10, () => question(11_211)),
  },
  {
    sign: 'amplification#4',
    shown: times(60, () => question(123, { outcome: 'answered', bytesBack: 4000 })),
    // A client of your time server: answers as small as the questions.
    nearMiss: times(60, () => question(123, { outcome: 'answered', bytesBack: 76 })),
  },
  {
    sign: 'amplified-answers#1',
    shown: times(200, (place) => answer(place)),
    // The same after your machine asked each of them.
    nearMiss: [
      ...times(20, (place) => ({ at: 0, from: us, to: `${THEIRS}${place + 1}`, is: 'udp', sport: 4000, dport: 389 })),
      ...times(200, (place) => answer(place + 1)),
    ],
  },
  {
    sign: 'amplified-answers#4',
    shown: times(200, (place) => answer(place, { sport: 0, dport: 0 })),
    nearMiss: times(200, (place) => answer(place, { sport: 0, dport: 0, from: stranger })),
  },
  {
    sign: 'fraggle#1',
    shown: [question(7, { to: '198.51.100.255' })],
    nearMiss: [question(7)],
  },
  {
    sign: 'fraggle#1',
    shown: [question(19, { to: '198.51.100.255' })],
    // Your management host wakes a machine up.
    nearMiss: [question(7, { from: '10.0.0.7', to: '255.255.255.255', bytes: 130 })],
  },
  {
    sign: 'smurf#1',
    shown: [{ from: stranger, to: '198.51.100.255', icmp: [8, 0] }],
    nearMiss: [{ from: stranger, to: '198.51.100.254', icmp: [8, 0] }],
  },
  {
    sign: 'smurf#3',
    shown: times(600, (place) => ({ at: place * 0.05, from: `${THEIRS}${(place % 30) + 1}`, to: us, icmp: [0, 0] })),
    nearMiss: [
      ...times(30, (place) => ({ at: 0, from: us, to: `${THEIRS}${place + 1}`, icmp: [8, 0] })),
      ...times(600, (place) => ({ at: 1 + place * 0.05, from: `${THEIRS}${(place % 30) + 1}`, to: us, icmp: [0, 0] })),
    ],
  },
  {
    sign: 'udp-loop#1',
    shown: [question(19, { sport: 7 })],
    nearMiss: [question(19, { sport: 1007 })],
  },
  {
    sign: 'syn-flood',
    shown: times(7000, (place) => ({
      at: place / 200,
      from: `192.0.2.${place % 250}`,
      to: us,
      dport: 80,
      flags: 'S',
      // Half open: the server answered, and nobody went on.
      outcome: 'answered',
      packets: 1,
      packetsBack: 1,
    })),
    // A busy server, and one long flow among a few knocks.
    nearMiss: [
      ...times(7000, (place) => ({
        at: place / 200,
        from: `192.0.2.${place % 250}`,
        to: us,
        dport: 80,
        flags: 'S',
        outcome: 'answered',
        packets: 6,
        packetsBack: 5,
      })),
      ...times(20, (place) => ({
        at: 600 + place,
        from: stranger,
        to: us,
        dport: 443,
        flags: 'S',
        outcome: 'unanswered',
      })),
      {
        at: 601,
        lasts: 20,
        from: stranger,
        to: us,
        dport: 443,
        flags: 'S',
        outcome: 'answered',
        packets: 90_000,
        packetsBack: 80_000,
      },
    ],
  },
  {
    sign: 'udp-flood',
    shown: [{ at: 0, lasts: 30, from: stranger, to: us, is: 'udp', dport: 5000, packets: 400_000, bytes: 4e8 }],
    // The same over a day; and a download.
    nearMiss: [
      { at: 0, lasts: 86_400, from: stranger, to: us, is: 'udp', dport: 5000, packets: 400_000, bytes: 4e8 },
      {
        at: 10,
        lasts: 30,
        from: `${THEIRS}8`,
        to: us,
        is: 'udp',
        dport: 51_820,
        packets: 400_000,
        bytes: 4e8,
        packetsBack: 90_000,
        outcome: 'answered',
      },
    ],
  },
];
