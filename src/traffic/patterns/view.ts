import { BATCH_EVENTS, MARK, type EventBatch } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import type { Roles } from '../roles.ts';

/** The sets of TCP flags that have a name, as bits of `flagSet`; 0 is none of them, or not known. */
export const FLAG_SET = {
  syn: 1,
  'syn-ack': 2,
  ack: 4,
  rst: 8,
  'rst-ack': 16,
  fin: 32,
  'fin-ack': 64,
  'push-ack': 128,
  null: 256,
  xmas: 512,
  'syn-fin': 1024,
} as const;

/** FIN, PSH and URG without ACK, and URG with any of them, are what scanners call a Christmas tree. */
const FLAG_SET_OF = new Uint16Array(64);
for (let flags = 0; flags < 64; flags++) FLAG_SET_OF[flags] = flagSetOf(flags);

function flagSetOf(flags: number): number {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  if (flags === 0) return FLAG_SET.null;
  if (has(TCP.syn) && has(TCP.fin)) return FLAG_SET['syn-fin'];
  if (has(TCP.syn)) return has(TCP.rst) ? 0 : has(TCP.ack) ? FLAG_SET['syn-ack'] : FLAG_SET.syn;
  if (has(TCP.rst)) return has(TCP.ack) ? FLAG_SET['rst-ack'] : FLAG_SET.rst;
  if (has(TCP.fin)) {
    if (has(TCP.ack)) return FLAG_SET['fin-ack'];
    return has(TCP.urg) || has(TCP.psh) ? FLAG_SET.xmas : FLAG_SET.fin;
  }
  if (has(TCP.ack)) return has(TCP.psh) ? FLAG_SET['push-ack'] : FLAG_SET.ack;
  return FLAG_SET.xmas; // URG or PSH alone: nothing honest sends it
}

/** Bits of `transport`, by the names that conditions have. */
export const TRANSPORT = { tcp: 1, udp: 2, sctp: 4, dccp: 8, icmp: 16, icmpv6: 32, igmp: 64 } as const;

const TRANSPORT_OF = new Uint8Array(256);
for (const name of Object.keys(TRANSPORT) as (keyof typeof TRANSPORT)[]) TRANSPORT_OF[PROTOCOL[name]] = TRANSPORT[name];
TRANSPORT_OF[PROTOCOL.udplite] = TRANSPORT.udp;

/** A batch with what all conditions ask of it, worked out once for every event. */
export class EventView {
  readonly batch: EventBatch;
  /** Bits of ADDRESS_CLASS. */
  readonly source = new Uint16Array(BATCH_EVENTS);
  readonly destination = new Uint16Array(BATCH_EVENTS);
  readonly flagSet = new Uint16Array(BATCH_EVENTS);
  readonly transport = new Uint8Array(BATCH_EVENTS);

  constructor(batch: EventBatch) {
    this.batch = batch;
  }

  /** Works on the events that the batch has now. */
  update(roles: Roles): void {
    const { batch } = this;
    roles.classify(batch, this.source, this.destination);
    for (let row = 0; row < batch.length; row++) {
      const transport = TRANSPORT_OF[batch.protocol[row] ?? 0] ?? 0;
      this.transport[row] = transport;
      const isKnown = transport === TRANSPORT.tcp && ((batch.marks[row] ?? 0) & MARK.flags) !== 0;
      this.flagSet[row] = isKnown ? (FLAG_SET_OF[(batch.flags[row] ?? 0) & 63] ?? 0) : 0;
    }
  }
}
