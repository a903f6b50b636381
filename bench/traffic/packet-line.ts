/** What the kernel would log of a packet. */
export interface LoggedPacket {
  readonly prefix: string;
  readonly source: string;
  readonly destination: string;
  /** From `PROTO=` on. */
  readonly transport: string;
  readonly length: number;
  readonly ttl: number;
  readonly id: number;
  readonly isIPv6?: boolean;
  /** To a broadcast or multicast address of Ethernet. */
  readonly isToAll?: boolean;
}

const OURS = '02:00:00:00:00:01';
const GATEWAY = '02:00:00:5e:00:fe';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const BOOT = 86_400;

/** Lines of one log, in the order of their times (seconds since 1970, UTC). */
export class PacketLines {
  readonly #start: number;
  #second = -1;
  #head = '';

  constructor(start: number) {
    this.#start = start;
  }

  line(time: number, packet: LoggedPacket): string {
    const to = packet.isToAll === true ? 'ff:ff:ff:ff:ff:ff' : OURS;
    const mac = `MAC=${to}:${GATEWAY}:${packet.isIPv6 === true ? '86:dd' : '08:00'}`;
    const addresses = `SRC=${packet.source} DST=${packet.destination} LEN=${packet.length}`;
    const ip =
      packet.isIPv6 === true
        ? `TC=0 HOPLIMIT=${packet.ttl} FLOWLBL=${packet.id}`
        : `TOS=0x00 PREC=0x00 TTL=${packet.ttl} ID=${packet.id}`;
    const uptime = (time - this.#start + BOOT).toFixed(6).padStart(12);
    const head = `${this.#headAt(time)}kernel: [${uptime}] ${packet.prefix}`;
    return `${head}IN=eth0 OUT= ${mac} ${addresses} ${ip} ${packet.transport} \n`;
  }

  loginLine(time: number, source: string, port: number): string {
    const process = 1000 + (port % 60_000);
    return `${this.#headAt(time)}sshd[${process}]: Failed password for invalid user admin from ${source} port ${port} ssh2\n`;
  }

  #headAt(time: number): string {
    const second = Math.floor(time);
    if (second === this.#second) return this.#head;
    const date = new Date(second * 1000);
    const month = MONTHS[date.getUTCMonth()] ?? '';
    const day = String(date.getUTCDate()).padStart(2);
    this.#second = second;
    this.#head = `${month} ${day} ${date.toISOString().slice(11, 19)} gate `;
    return this.#head;
  }
}
