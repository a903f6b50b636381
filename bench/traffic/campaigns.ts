import type { LoggedPacket } from './packet-line.ts';
import { icmpError, newSender, OUR_HOSTS, ourHost, sourceOf, tcp, udp } from './packets.ts';
import type { Random } from './random.ts';

export const WEEK = 7 * 86_400;

/** Something that happens in the log: so many packets, spread over a time. */
export interface Campaign {
  readonly start: number;
  readonly span: number;
  readonly packets: number;
  packet(index: number): LoggedPacket;
}

type Maker = (random: Random, source: string) => Campaign;

const FLAGS = ['SYN', 'SYN', 'SYN', 'FIN', '', 'URG PSH FIN', 'ACK', 'ACK FIN', 'UDP'] as const;
const SWEPT = [22, 23, 23, 80, 443, 445, 1433, 2323, 3306, 3389, 5060, 5432, 5555, 6379, 8080, 8443, 9200] as const;
const GUESSED = [22, 22, 22, 3389, 23, 21, 5900, 1433] as const;
const AMPLIFIERS = [19, 53, 123, 161, 389, 1900, 11_211] as const;
const SERVICES = [80, 443, 443, 443, 53, 993] as const;

const highPort = (random: Random): number => random.between(32_768, 60_999);

/** When it happens, somewhere in the week. */
function within(random: Random, least: number, most: number): { start: number; span: number } {
  const span = random.between(least, most);
  return { span, start: random.next() * (WEEK - span) };
}

const sweep: Maker = (random, source) => {
  const sender = newSender(random, source);
  const port = random.pick(SWEPT);
  const first = random.between(0, OUR_HOSTS - 1);
  const sport = highPort(random);
  return {
    ...within(random, 30, 7200),
    packets: random.between(60, OUR_HOSTS),
    packet: (index) => tcp(random, sender, ourHost((first + index) % OUR_HOSTS), [sport, port]),
  };
};

const vertical: Maker = (random, source) => {
  const sender = newSender(random, source);
  const host = ourHost(random.between(0, OUR_HOSTS - 1));
  const flags = random.pick(FLAGS);
  const first = random.between(1, 40_000);
  const sport = highPort(random);
  return {
    ...within(random, 10, 3600),
    packets: random.between(200, 3000),
    packet(index) {
      const ports = [sport, ((first + index * 7) % 65_535) + 1] as const;
      return flags === 'UDP' ? udp(random, sender, host, ports, 28) : tcp(random, sender, host, ports, flags);
    },
  };
};

const block: Maker = (random, source) => {
  const sender = newSender(random, source);
  const [first, hosts, base] = [random.between(0, 400), random.between(8, 32), random.between(1, 9000)];
  return {
    ...within(random, 600, 36_000),
    packets: hosts * random.between(5, 20),
    packet: (index) =>
      tcp(random, sender, ourHost(first + (index % hosts)), [highPort(random), base + Math.floor(index / hosts)]),
  };
};

const slow: Maker = (random, source) => ({
  ...vertical(random, source),
  ...within(random, 86_400, WEEK - 1),
  packets: random.between(40, 200),
});

const bruteForce: Maker = (random, source) => {
  const sender = newSender(random, source);
  const host = ourHost(random.between(0, OUR_HOSTS - 1));
  const port = random.pick(GUESSED);
  return {
    ...within(random, 600, 172_800),
    packets: random.between(100, 2000),
    packet: () => tcp(random, sender, host, [highPort(random), port]),
  };
};

/** Answers of somebody whom others flood with our addresses as sources. */
const backscatter: Maker = (random, source) => {
  const sender = newSender(random, source);
  const kind = random.between(0, 3);
  const sport = random.pick(SERVICES);
  return {
    ...within(random, 60, 7200),
    packets: random.between(50, 1000),
    packet() {
      const host = ourHost(random.between(0, OUR_HOSTS - 1));
      if (kind === 3) return icmpError(random, sender, host, random.pick([3, 11]), random.between(0, 3));
      return tcp(random, sender, host, [sport, random.between(1024, 65_535)], kind === 0 ? 'ACK SYN' : 'ACK RST');
    },
  };
};

const amplification: Maker = (random, source) => {
  const sender = newSender(random, source);
  const port = random.pick(AMPLIFIERS);
  return {
    ...within(random, 10, 3600),
    packets: random.between(50, 500),
    packet: () =>
      udp(random, sender, ourHost(random.between(0, OUR_HOSTS - 1)), [random.pick([80, 443, 53]), port], 64),
  };
};

/** Our own connections that the firewall has forgotten before the server has. */
const lateReply: Maker = (random, source) => {
  const sender = newSender(random, source);
  const host = ourHost(random.between(0, OUR_HOSTS - 1));
  const ports = [random.pick(SERVICES), highPort(random)] as const;
  return {
    ...within(random, 1, 120),
    packets: random.between(1, 8),
    packet: () => tcp(random, sender, host, ports, random.pick(['ACK FIN', 'RST', 'ACK', 'ACK PSH FIN'])),
  };
};

/** Campaigns of each kind in five million lines. */
const KINDS: readonly (readonly [Maker, number])[] = [
  [sweep, 900],
  [vertical, 250],
  [block, 80],
  [slow, 150],
  [bruteForce, 200],
  [backscatter, 120],
  [amplification, 160],
  [lateReply, 20_000],
];

/** Everything with a beginning and an end that stands in a log of so many lines. */
export function campaignsOf(lines: number, random: Random): Campaign[] {
  let source = 0;
  return KINDS.flatMap(([make, count]) =>
    Array.from({ length: Math.max(Math.round((count * lines) / 5_000_000), 1) }, () =>
      make(random, sourceOf(10_000_000 + source++)),
    ),
  );
}
