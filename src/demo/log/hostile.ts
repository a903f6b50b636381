import { DEMO_ADDRESS, DEMO_NETWORK } from '../demo-host.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { ALLOW, knock, type Knock } from './knock.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Who does what in the log; tests and texts name them. */
export const ACTORS = {
  scanner: '198.51.100.23',
  /** Machines 10 to 24 of it share the ports out among them. */
  team: '203.0.113.',
  forged: '198.51.100.7',
  looped: '198.51.100.8',
  guesser: '198.51.100.99',
  victim: '192.0.2.80',
  /** Its lines attack whoever reads them. */
  prefixed: '198.51.100.66',
} as const;

/** The prefix of a rule that somebody wrote who means whoever reads the log in a browser or a terminal. */
export const HOSTILE_PREFIX = '<script>alert(1)</script>\u001b[2J\u001b]0;owned\u0007 ';

/** What somebody means: scans, guesses, misuse, and what is left of an attack on somebody else. */
export function hostile(random: SeededRandom): Knock[] {
  return [
    ...scan(random),
    ...coordinatedScan(random),
    ...chargen(random),
    ...loop(),
    ...guesses(random),
    ...telnetWorm(random),
    ...backscatter(random),
    ...prefixed(random),
  ];
}

/** One source, 1,500 ports in half an hour, in the order of their numbers. */
function scan(random: SeededRandom): Knock[] {
  const start = 2 * DAY + 5 * HOUR;
  return times(1500, (place) => {
    const at = start + place * 1.2 + random.next();
    return to(at, ACTORS.scanner, 40_000 + random.between(0, 8), 1 + place);
  });
}

/** 15 machines of a network, 757 ports, none of them twice, over three days. */
function coordinatedScan(random: SeededRandom): Knock[] {
  return times(757, (place) => {
    const source = `${ACTORS.team}${10 + (place % 15)}`;
    const at = DAY + (place * 3 * DAY) / 757 + random.next() * 60;
    return to(at, source, random.between(40_000, 60_000), 2000 + ((place * 613) % 757));
  });
}

/** Somebody looks for hosts that send characters to the forged sender; the question goes to the whole network. */
function chargen(random: SeededRandom): Knock[] {
  return times(4211, (place) =>
    knock({
      at: 3 * DAY + 6 * HOUR + place * 55 + random.next() * 20,
      source: ACTORS.forged,
      destination: `${DEMO_NETWORK}255`,
      transport: 'udp',
      sport: 29_170,
      dport: 19,
      length: 29,
      ttl: 241,
    }),
  );
}

/** Three packets that would keep two machines busy for ever, if both answered. */
function loop(): Knock[] {
  return times(3, (place) =>
    knock({
      at: 6 * DAY + 21 * HOUR + place * 40,
      source: ACTORS.looped,
      destination: DEMO_ADDRESS,
      transport: 'udp',
      sport: 7,
      dport: 19,
      length: 29,
      ttl: 241,
    }),
  );
}

/** Logins by SSH that the firewall lets through, every three seconds for an hour and a half. */
function guesses(random: SeededRandom): Knock[] {
  return times(1800, (place) => ({
    ...to(5 * DAY + 23 * HOUR + place * 3 + random.next(), ACTORS.guesser, 30_000 + place, 22),
    prefix: ALLOW,
  }));
}

/** Devices that were taken over look for the next ones by telnet. */
function telnetWorm(random: SeededRandom): Knock[] {
  return times(900, (place) => {
    const source = `198.51.100.${100 + (place % 24)}`;
    const at = 4 * DAY + place * 180 + random.next() * 90;
    return to(at, source, random.between(1024, 65_535), place % 10 === 0 ? 2323 : 23);
  });
}

/** Somebody floods a web server with forged senders, and some of them are ours: what comes is its answers. */
function backscatter(random: SeededRandom): Knock[] {
  return times(640, (place) =>
    knock({
      at: 6 * DAY + 2 * HOUR + place * 4 + random.next(),
      source: ACTORS.victim,
      destination: DEMO_ADDRESS,
      sport: 80,
      dport: place % 7 === 0 ? random.between(1024, 32_767) : random.between(32_768, 60_999),
      flags: 'ACK RST',
      length: 40,
    }),
  );
}

function prefixed(random: SeededRandom): Knock[] {
  return times(300, (place) => ({
    ...to(6 * DAY + 14 * HOUR + place * 2 + random.next(), ACTORS.prefixed, 50_000, 7000 + place),
    prefix: HOSTILE_PREFIX,
  }));
}

function to(at: number, source: string, sport: number, dport: number): Knock {
  return knock({ at, source, destination: DEMO_ADDRESS, sport, dport });
}

function times(count: number, make: (place: number) => Knock): Knock[] {
  return Array.from({ length: count }, (_, place) => make(place));
}
