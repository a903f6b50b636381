import type { LoggedPacket, PacketLines } from './packet-line.ts';
import { newSender, OUR_HOSTS, ourHost, PREFIXES, sourceOf, tcp, udp, type Sender } from './packets.ts';
import { Random } from './random.ts';

/** Shares of these lines, which are three quarters of all. */
const IPV6 = 0.031;
const LOGINS = 0.031;
const NEIGHBOURS = 0.08;
/** Sources for each line: about as many as a real log has. */
const SOURCES = 0.05;

const PORTS = [
  23, 23, 23, 22, 22, 445, 445, 80, 443, 3389, 8080, 5555, 1433, 6379, 2323, 8443, 5060, 123, 53, 3306, 9200, 25, 8888,
  37_215, 52_869, 7547, 81, 5900, 21, 110, 2222, 10_000, 27_017, 11_211, 161,
] as const;

/** What goes on all the time: single probes of very many sources, the neighbours' noise, log-ins. */
export class Background {
  readonly #random: Random;
  readonly #sources: number;

  constructor(lines: number, seed: number) {
    this.#random = new Random(seed);
    this.#sources = Math.max(Math.floor(SOURCES * lines), 16);
  }

  line(time: number, lines: PacketLines): string {
    const random = this.#random;
    const kind = random.next();
    const rank = random.next() < 0.4 ? random.rank(this.#sources) : random.between(0, this.#sources - 1);
    if (kind < LOGINS) return lines.loginLine(time, sourceOf(rank), random.between(1024, 65_535));
    if (kind < LOGINS + IPV6) return lines.line(time, this.#ipv6());
    if (kind < LOGINS + IPV6 + NEIGHBOURS) return lines.line(time, this.#neighbour());
    return lines.line(time, this.#probe(rank));
  }

  #probe(rank: number): LoggedPacket {
    const random = this.#random;
    // A source is the same tool every time.
    const sender = newSender(new Random(rank), sourceOf(rank));
    const host = ourHost(random.between(0, OUR_HOSTS - 1));
    const port = random.next() < 0.8 ? random.pick(PORTS) : random.between(1, 65_535);
    const ports = [random.between(1024, 65_535), port] as const;
    return random.next() < 0.15 ? udp(random, sender, host, ports) : tcp(random, sender, host, ports);
  }

  #ipv6(): LoggedPacket {
    const random = this.#random;
    const group = (): string => random.between(0, 65_535).toString(16).padStart(4, '0');
    const host = `2001:0db8:0000:0000:0000:0000:0000:${random.between(1, 64).toString(16).padStart(4, '0')}`;
    const common = { prefix: random.pick(PREFIXES), isIPv6: true, id: random.between(0, 999_999) };
    if (random.next() < 0.4) {
      const destination = `ff02:0000:0000:0000:0000:0001:ff00:${group()}`;
      return { ...common, source: host, destination, length: 72, ttl: 255, transport: 'PROTO=ICMPv6 TYPE=135 CODE=0' };
    }
    const source = `2001:0db8:${random.between(1, 40).toString(16).padStart(4, '0')}:0001:0000:0000:0000:${group()}`;
    const transport = `PROTO=TCP SPT=${random.between(1024, 65_535)} DPT=${random.pick(PORTS)} WINDOW=5760 RES=0x00 SYN URGP=0`;
    return { ...common, source, destination: host, length: 80, ttl: 54, transport };
  }

  /** DHCP, IGMP, mDNS, NetBIOS, SSDP: what is said to all in a network. */
  #neighbour(): LoggedPacket {
    const random = this.#random;
    const own = random.between(1, 40);
    const from = (source: string, ttl: number): Sender => ({
      source,
      prefix: PREFIXES[0],
      ttl,
      window: 0,
      length: 0,
      id: -1,
    });
    const host = from(`192.0.2.${own}`, 128);
    switch (random.between(0, 4)) {
      case 0:
        return udp(random, from('0.0.0.0', 64), '255.255.255.255', [68, 67], 328, true);
      case 1:
        return {
          ...udp(random, from(`192.0.2.${own}`, 1), '224.0.0.1', [0, 0], 36, true),
          id: 0,
          transport: 'PROTO=2',
        };
      case 2:
        return udp(random, from(`192.0.2.${own}`, 255), '224.0.0.251', [5353, 5353], 92, true);
      case 3:
        return udp(random, host, '192.0.2.255', random.next() < 0.5 ? [137, 137] : [138, 138], 78, true);
      default:
        return udp(
          random,
          from(`192.0.2.${own}`, 4),
          '239.255.255.250',
          [random.between(49_152, 65_535), 1900],
          202,
          true,
        );
    }
  }
}
