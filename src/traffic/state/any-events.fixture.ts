import { MIDNIGHT, type TestEvent } from '../events.fixture.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';

/** Numbers that look random and are the same for the same seed (Numerical Recipes' generator). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below `sides`. */
  below(sides: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * sides);
  }
}

type Story = (dice: Dice, step: number) => TestEvent;

/** What goes on at the same time, so that every detector has something to keep. */
const STORIES: readonly Story[] = [
  (_, step) => ({ from: '203.0.113.5', dport: 1 + (step % 60_000) }),
  (dice) => ({ from: '2001:db8::5', to: `2001:db8:1::${(1 + dice.below(900)).toString(16)}`, dport: 22 }),
  (dice, step) => ({ from: `198.51.100.${dice.below(12)}`, dport: 2000 + step, label: 'UFW BLOCK' }),
  (dice) => ({ from: address(dice), to: `192.0.2.${dice.below(200)}`, dport: dice.below(65_536) }),
  (dice) => ({ from: address(dice), dport: [23, 445, 1433, 3389, 31_337][dice.below(5)] ?? 23, label: 'DROP' }),
  (dice) => ({
    from: '203.0.113.80',
    to: `192.0.2.${dice.below(80)}`,
    sport: 80,
    dport: dice.below(30_000),
    flags: TCP.syn | TCP.ack,
  }),
  (dice) => ({ from: '203.0.113.81', to: `192.0.2.${dice.below(80)}`, protocol: PROTOCOL.icmp, sport: 3, dport: 1 }),
  (dice, step) => {
    const time = MIDNIGHT + 60 * Math.floor(step / 400);
    return { time, from: address(dice), to: '192.0.2.77', dport: 443, packets: 600 };
  },
  (dice) => ({
    from: `198.18.0.${dice.below(5)}`,
    bytes: 2000 + dice.below(20),
    bytesBack: 3000,
    packets: 12,
    packetsBack: 10,
    outcome: 'answered',
  }),
  question,
  question,
  question,
  (dice) => ({ from: `192.0.2.${dice.below(9)}`, to: '224.0.0.251', protocol: PROTOCOL.udp, sport: 5353, dport: 5353 }),
  (dice) => ({ from: '192.0.2.3', to: `203.0.113.${dice.below(250)}`, direction: 'out', dport: 445 }),
  (dice) => ({ from: address(dice), direction: 'unknown', to: '10.0.0.1', dport: 80, outcome: 'allowed' }),
  (dice) => ({ from: '203.0.113.90', protocol: PROTOCOL.udp, sport: 53, dport: 1024 + dice.below(3), bytes: 3000 }),
];

/** What carries data in names, some hundred times a minute. */
function question(dice: Dice, step: number): TestEvent {
  return {
    time: MIDNIGHT + step / 15,
    from: '192.0.2.11',
    to: '198.51.100.53',
    protocol: PROTOCOL.udp,
    dport: 53,
    direction: 'out',
    payload: { 'dns.label-length': [String(38 + dice.below(30))], 'dns.type': ['TXT'] },
  };
}

/** A monitor, by the clock. */
function check(step: number): TestEvent {
  const sizes = { packets: 6, packetsBack: 6, bytes: 500, bytesBack: 500 };
  return { time: MIDNIGHT + step * 3, from: '198.51.100.250', dport: 8080, outcome: 'answered', ...sizes };
}

/** A log of several hours, the same for the same seed; most times go up, some are behind or missing. */
export function anyEvents(seed: number, count: number): TestEvent[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, (_, step) => {
    if (step % 50 === 0) return check(step);
    const story = STORIES[dice.below(STORIES.length)];
    const time = dice.below(50) === 0 ? Number.NaN : MIDNIGHT + step * 3 - dice.below(30);
    return { time, ...story?.(dice, step) };
  });
}

/** Of a few thousand strangers, some of whom come again. */
function address(dice: Dice): string {
  return `11.${dice.below(4)}.${dice.below(40)}.${dice.below(256)}`;
}
