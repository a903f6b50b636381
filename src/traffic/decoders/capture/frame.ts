import { DIRECTION, OUTCOME } from '../../event-batch.ts';

/** EtherTypes (IEEE 802 numbers at IANA) that lead to IP, or say what there is instead. */
export const ETHER = {
  ipv4: 0x0800,
  arp: 0x0806,
  bridged: 0x6558,
  vlan: 0x8100,
  ipv6: 0x86dd,
  ppp: 0x880b,
  mpls: 0x8847,
  mplsMulticast: 0x8848,
  pppoeSession: 0x8864,
  serviceVlan: 0x88a8,
  erspan: 0x88be,
  erspan3: 0x22eb,
  doubleVlan: 0x9100,
} as const;

const CUT = 'packets of which too little was captured';

/** The packet at hand, and how far it was read: one object for all packets, layer after layer. */
export class Frame {
  bytes: Uint8Array = new Uint8Array(0);
  /** The next byte to read. */
  at = 0;
  /** Behind the last byte that was captured. */
  end = 0;
  /** Behind the last byte that was on the wire: `end` where nothing was cut off. */
  wireEnd = 0;
  /** What is at `at`. */
  etherType = 0;
  outcome: number = OUTCOME.unknown;
  direction: number = DIRECTION.unknown;
  label = '';
  /** Why the packet has no event, where a layer says so; empty where it is broken. */
  reason = '';

  begin(bytes: Uint8Array, at: number, captured: number, onTheWire: number): void {
    this.bytes = bytes;
    this.at = at;
    this.end = at + captured;
    this.wireEnd = at + Math.max(captured, onTheWire);
    this.etherType = 0;
    this.outcome = OUTCOME.unknown;
    this.direction = DIRECTION.unknown;
    this.label = '';
    this.reason = '';
  }

  /** Whether so many bytes are left. */
  has(count: number): boolean {
    if (this.at + count <= this.end) return true;
    // A packet of which the rest was not captured is not broken.
    this.reason = this.end < this.wireEnd ? CUT : '';
    return false;
  }

  /** `false`, for the layer to return: the packet is sound and has no event. */
  silent(reason: string): false {
    this.reason = reason;
    return false;
  }

  /** `false`, for the layer to return: the packet is broken. */
  malformed(): false {
    this.reason = '';
    return false;
  }
}
