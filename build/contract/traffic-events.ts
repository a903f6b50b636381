import * as z from 'zod';
import type { TrafficEventsDocument } from '../../src/cli/documents.ts';
import { OUTCOMES } from '../../src/traffic/event-batch.ts';
import { DIRECTIONS, TCP_FLAGS, type TrafficEvent } from '../../src/traffic/select/traffic-event.ts';
import { answerDocument } from './envelope.ts';
import { count, isoTime, port } from './parts.ts';

const amount = z.number().min(0);

export const trafficEventSchema = z
  .strictObject({
    time: isoTime.nullable().describe('Of the packet, or of the first of a connection; null where the log has none'),
    end: isoTime.nullable().describe('Of the last packet of a connection'),
    transport: z.string().describe('tcp, udp, icmp ...; ip-89 for a protocol without a name here'),
    src: z.string().describe('Address it comes from'),
    sport: port.nullable().describe('Port it comes from; null where there is none or it is not known'),
    dst: z.string().describe('Address it goes to'),
    dport: port.nullable().describe('Port it goes to'),
    icmp: z
      .strictObject({ type: count.describe('ICMP type'), code: count.describe('ICMP code') })
      .nullable()
      .describe('Type and code of ICMP; null for all others'),
    action: z.enum(OUTCOMES).describe('What became of it, as far as the log or the answer says'),
    direction: z.enum(DIRECTIONS).describe('Seen from the sensor, where the log itself says it'),
    flags: z.array(z.enum(TCP_FLAGS)).nullable().describe('TCP flags of the first packet; null where not known'),
    packets: amount.describe('Packets'),
    bytes: amount.nullable().describe('Bytes; null where not known'),
    packetsBack: amount.nullable().describe('Packets of the other direction'),
    bytesBack: amount.nullable().describe('Bytes of the other direction'),
    label: z.string().describe('Log prefix, rule or signature; empty where there is none'),
    origin: z
      .strictObject({
        file: z.string().describe('The input as it was asked for'),
        record: count.describe('Number of the line, packet or record, from 1'),
        offset: count.describe('Byte at which it begins, in the unpacked input'),
      })
      .describe('Where it stands'),
  })
  .meta({ id: 'traffic-event', description: 'A packet, connection or flow record' }) satisfies z.ZodType<TrafficEvent>;

export const trafficEventsSchema = answerDocument('traffic-events', {
  query: z.string().describe('What was asked for'),
  events: z.array(trafficEventSchema).describe('The events that it names, in the order of the input'),
}) satisfies z.ZodType<TrafficEventsDocument>;
