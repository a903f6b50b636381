import { inside, stranger, THEIRS, times, us, type Case, type Event } from './shown.fixture.ts';

const knock = (dport: number, more: Partial<Event> = {}): Event => ({
  from: stranger,
  to: us,
  dport,
  flags: 'S',
  outcome: 'dropped',
  ...more,
});
const outward = (dport: number, place: number, more: Partial<Event> = {}): Event => ({
  at: place,
  from: inside,
  to: `${THEIRS}${place + 1}`,
  dport,
  flags: 'S',
  outcome: 'answered',
  ...more,
});

/** What spreads by itself, and what stands open to it. */
export const WORMS: readonly Case[] = [
  {
    sign: 'mirai#1',
    shown: [knock(23, { sequenceIsDestination: true })],
    nearMiss: [knock(23)],
  },
  { sign: 'mirai#2', shown: [knock(23), knock(2323)], nearMiss: [knock(23), knock(22)] },
  { sign: 'mirai#3', shown: [knock(23, { outcome: 'answered' })], nearMiss: [knock(23)] },
  {
    sign: 'mirai#5',
    shown: times(10, (place) => outward(23, place)),
    nearMiss: times(9, (place) => outward(23, place)),
  },
  { sign: 'smb#1', shown: [knock(445)], nearMiss: [knock(445, { flags: 'R.' })] },
  { sign: 'smb#2', shown: [knock(445, { outcome: 'answered' })], nearMiss: [knock(445, { outcome: 'refused' })] },
  {
    sign: 'smb#3',
    shown: [outward(445, 0)],
    // File sharing among your own machines.
    nearMiss: [outward(445, 0, { to: '10.0.0.8' })],
  },
  {
    sign: 'smb#5',
    shown: times(25, (place) => outward(445, place, { to: `10.0.1.${place + 1}`, outcome: 'unanswered' })),
    // A backup server calls all machines, and they answer.
    nearMiss: times(25, (place) => outward(445, place, { to: `10.0.1.${place + 1}` })),
  },
  {
    sign: 'iot-exploit#2',
    shown: [7547, 37_215, 52_869].map((port) => knock(port)),
    nearMiss: [7547, 37_215, 443].map((port) => knock(port)),
  },
  {
    sign: 'iot-exploit#3',
    shown: [knock(7547, { outcome: 'answered' })],
    nearMiss: [knock(7547, { outcome: 'refused' })],
  },
  {
    sign: 'smtp-outbound#1',
    shown: times(3, (place) => outward(25, place)),
    // Your mail server: mail was delivered to it before.
    nearMiss: [
      { at: 0, from: stranger, to: inside, dport: 25, flags: 'S', outcome: 'answered' },
      ...times(3, (place) => outward(25, place + 1)),
    ],
  },
  {
    sign: 'smtp-outbound#2',
    shown: times(50, (place) => outward(25, place, { outcome: 'unanswered' })),
    nearMiss: times(50, (place) => outward(25, place)),
  },
  {
    sign: 'datastore#2',
    shown: [knock(6379, { outcome: 'answered' })],
    nearMiss: [knock(6379, { outcome: 'refused' })],
  },
  {
    sign: 'datastore#4',
    shown: [6379, 9200, 27_017].map((port) => knock(port)),
    nearMiss: [6379, 9200, 443].map((port) => knock(port)),
  },
  {
    sign: 'industrial#2',
    shown: [knock(502, { outcome: 'answered' })],
    // A client of yours happened to have the number of BACnet when it asked a server for its address.
    nearMiss: [{ from: stranger, to: us, is: 'udp', sport: 3478, dport: 47_808, outcome: 'answered' }],
  },
  {
    sign: 'industrial#3',
    shown: [102, 502, 44_818].map((port) => knock(port)),
    nearMiss: [102, 502, 502].map((port) => knock(port)),
  },
  {
    sign: 'bind-shell#1',
    shown: [4444, 1524, 31_337].map((port) => knock(port)),
    nearMiss: [4444, 1524, 50_000].map((port) => knock(port)),
  },
  {
    sign: 'bind-shell#2',
    shown: [knock(4444, { outcome: 'answered' })],
    nearMiss: [knock(4444)],
  },
];
