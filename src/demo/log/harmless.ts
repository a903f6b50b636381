import { DEMO_ADDRESS, DEMO_NETWORK, LOG_SECONDS } from '../demo-host.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { knock, type Knock } from './knock.ts';

const BROADCAST = `${DEMO_NETWORK}255`;

/** What neighbours say to everybody, what comes too late, and what walks by: nine of ten lines of such a log. */
export function harmless(random: SeededRandom): Knock[] {
  return [
    ...spread(random, 11_000, (at) => toAll(at, neighbour(random), '224.0.0.251', 5353, 5353)),
    ...spread(random, 5000, (at) => toAll(at, '0.0.0.0', '255.255.255.255', 68, 67)),
    ...spread(random, 4500, (at) =>
      toAll(at, neighbour(random), '239.255.255.250', random.between(49_152, 60_999), 1900),
    ),
    ...spread(random, 4000, (at) => toAll(at, neighbour(random), BROADCAST, 138, 138)),
    ...spread(random, 3500, (at) => toAll(at, neighbour(random), BROADCAST, 137, 137)),
    ...lateAnswers(random),
    ...strays(random),
  ];
}

/** So many, at times of the whole week; by day twice as many as by night. */
function spread(random: SeededRandom, count: number, make: (at: number) => Knock): Knock[] {
  return Array.from({ length: count }, () => {
    const day = Math.floor((random.next() * LOG_SECONDS) / 86_400);
    const hour = random.next() < 2 / 3 ? 7 + random.next() * 12 : (19 + random.next() * 12) % 24;
    // The log begins at three in the morning.
    return make(day * 86_400 + ((hour + 21) % 24) * 3600);
  });
}

function toAll(at: number, source: string, destination: string, sport: number, dport: number): Knock {
  return knock({
    at,
    source,
    destination,
    sport,
    dport,
    transport: 'udp',
    ttl: destination.startsWith('224.') ? 255 : 64,
  });
}

function neighbour(random: SeededRandom): string {
  return `${DEMO_NETWORK}${random.between(20, 60)}`;
}

/** The ends of connections that the host itself had begun, after the firewall forgot them. */
function lateAnswers(random: SeededRandom): Knock[] {
  const mirrors = Array.from({ length: 12 }, (_, at) => `192.0.2.${10 + at}`);
  const [first = '', ...rest] = mirrors;
  return spread(random, 8000, (at) =>
    knock({
      at,
      source: random.of([first, ...rest]),
      destination: DEMO_ADDRESS,
      sport: 443,
      dport: random.between(32_768, 60_999),
      flags: random.of(['ACK FIN', 'ACK RST', 'RST']),
      length: 40,
    }),
  );
}

/** Everybody who tries one port once, as the whole Internet is tried. */
function strays(random: SeededRandom): Knock[] {
  return spread(random, 2600, (at) =>
    knock({
      at,
      source: `${random.of(['198.51.100.', '192.0.2.'])}${random.between(128, 250)}`,
      destination: DEMO_ADDRESS,
      sport: random.between(1024, 65_535),
      dport: random.of([22, 80, 443, 3389, 5060, 5432, 5900, 6379, 8443]),
      ttl: random.between(40, 60),
    }),
  );
}
