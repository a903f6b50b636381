import * as z from 'zod';
import type { EphemeralDocument } from '../../src/cli/documents.ts';
import type { Advice } from '../../src/sockets/ephemeral/advice.ts';
import type { InsideListener } from '../../src/sockets/ephemeral/listeners-inside.ts';
import type { DestinationUse, PoolUse } from '../../src/sockets/ephemeral/use.ts';
import { answerDocument } from './envelope.ts';
import { findingSchema } from './finding.ts';
import { count, port, portRange, socketTransport } from './parts.ts';

const share = z.number().min(0).max(1);

const poolUse = {
  used: count.describe('Ports of the pool in use, TIME-WAIT included'),
  timeWait: count.describe('Those of them that only a connection in TIME-WAIT holds'),
  share: share.describe('Those that cannot be had now or in a second, of all that are usable: 0 to 1'),
};

const scopeSchema = z.strictObject(poolUse).meta({
  id: 'pool-use',
  description: 'How full one way of getting a port is',
}) satisfies z.ZodType<PoolUse>;

export const destinationSchema = z.strictObject({
  source: z.string().describe('Address of this host'),
  destination: z.string().describe('Address at the other end'),
  port: port.describe('Port at the other end'),
  ...poolUse,
  reusable: count.describe('Ports in TIME-WAIT that a new connection may take over after a second (tcp_tw_reuse)'),
  left: count.describe('Ports that connect() can still take for this destination'),
}) satisfies z.ZodType<DestinationUse>;

const listenerSchema = z
  .strictObject({
    port: port.describe('The port'),
    transport: socketTransport.describe('The transport'),
    addresses: z.array(z.string()).describe('The addresses it is bound to'),
    processes: z.array(z.string()).describe('Names of the processes that hold it; empty when nobody could be seen'),
  })
  .meta({
    id: 'inside-listener',
    description: 'Somebody who waits for others inside the range',
  }) satisfies z.ZodType<InsideListener>;

const adviceSchema = z
  .strictObject({
    id: z
      .enum(['pool', 'tw-reuse', 'widen', 'addresses', 'bind-no-port', 'reserve', 'not-tw-recycle'])
      .describe('Which advice it is'),
    text: z.string().describe('What to do and why'),
    commands: z.array(z.string()).describe('Lines to run as root on this host; empty where there is nothing to set'),
  })
  .meta({ id: 'advice', description: 'One thing to do' }) satisfies z.ZodType<Advice>;

const setting = count.nullable();

export const ephemeralSchema = answerDocument('ephemeral', {
  namespace: z
    .string()
    .nullable()
    .describe('The network namespace that all figures are of: net:[4026531840]; null when not shown'),
  range: portRange.describe('net.ipv4.ip_local_port_range'),
  reserved: z.array(portRange).describe('What net.ipv4.ip_local_reserved_ports takes out of the range'),
  usable: count.describe('Ports of the range that are not reserved'),
  blocked: count.describe('Usable ports that somebody listens on: connect() never takes them'),
  settings: z
    .strictObject({
      reuseTimeWait: setting.describe('net.ipv4.tcp_tw_reuse: 0 never, 1 every destination, 2 loopback only'),
      timestamps: setting.describe('net.ipv4.tcp_timestamps: 0 is off, and nothing is reused then'),
      maxTimeWait: setting.describe('net.ipv4.tcp_max_tw_buckets'),
    })
    .describe('Settings of this namespace; null where the kernel does not show one'),
  share: share.describe('How full the fullest scope is: 0 to 1'),
  verdict: z
    .enum(['plenty', 'filling', 'tight', 'nearly-out', 'out'])
    .describe('The same in a word: below 0.5, from 0.5, from 0.75, from 0.9, nothing left'),
  sustainedRate: count.describe('New connections a second to one destination for long when this side closes first'),
  bind: scopeSchema.describe('bind(0) and listen(0) on all addresses, TCP: a port with any socket is taken'),
  udp: scopeSchema.describe('UDP, where a port with any socket is taken'),
  destinationCount: count.describe('How many destinations there are; the list may be shorter'),
  destinations: z
    .array(
      destinationSchema.meta({
        id: 'destination',
        description: 'What goes from one address to one port elsewhere: connect() runs out for each by itself',
      }),
    )
    .describe('The fullest first'),
  listeners: z.array(listenerSchema).describe('TCP listeners inside the range that nobody reserved, by port'),
  findings: z.array(findingSchema).describe('Scopes that are half full or more'),
  advice: z.array(adviceSchema).describe('What helps, what helps most first'),
  limits: z.array(z.string()).describe('What this view cannot say, a sentence each'),
  gaps: z.array(z.string()).describe('What could not be seen and why, a sentence each'),
}) satisfies z.ZodType<EphemeralDocument>;
