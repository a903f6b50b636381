import * as z from 'zod';
import type { SocketsDocument } from '../../src/cli/documents.ts';
import type { Exposure } from '../../src/sockets/exposure.ts';
import type { Direction, DualStack } from '../../src/sockets/listening-ports.ts';
import type { Service } from '../../src/sockets/service.ts';
import type { Completeness, Ownership, TableReading } from '../../src/sockets/snapshot.ts';
import type { RowProcess, SocketRow } from '../../src/sockets/socket-row.ts';
import type { SocketDetails } from '../../src/sockets/socket-details.ts';
import type { SocketState } from '../../src/sockets/state.ts';
import { answerDocument } from './envelope.ts';
import { findingSchema } from './finding.ts';
import { localSchema } from './local.ts';
import { containerSchema, namespaceSchema, unowned } from './socket-parts.ts';
import { count, isoTime, port, portClass, portRange, socketTransport } from './parts.ts';

export const exposure = z
  .enum(['loopback', 'contained', 'link-local', 'private', 'public', 'wildcard', 'peer', 'unknown'])
  .describe(
    'From how far the socket can be reached by its address, before any firewall: wildcard is every address, contained is another network namespace, peer is connected and deaf to others',
  ) satisfies z.ZodType<Exposure>;
export const exposureReason = z.string().describe('The reason behind the exposure, one clause for a person');
export const dualStack = z
  .enum(['yes', 'likely', 'no'])
  .nullable()
  .describe(
    'Whether an IPv6 wildcard takes IPv4 too: yes and no by netlink are certain, likely is inferred; null for any other socket',
  ) satisfies z.ZodType<DualStack>;
export const owner = z
  .enum(['visible', 'not-permitted', 'not-known', 'none'])
  .describe(
    'Whether the owner is known: seen, hidden from this user, held by no process that could be read, or owned by nobody',
  ) satisfies z.ZodType<Ownership>;
const direction = z
  .enum(['listen', 'in', 'out'])
  .describe(
    'Waits for others, came in to a port somebody listens on, or went out from here',
  ) satisfies z.ZodType<Direction>;
const state = z
  .enum([
    'established',
    'syn-sent',
    'syn-recv',
    'fin-wait-1',
    'fin-wait-2',
    'time-wait',
    'closed',
    'close-wait',
    'last-ack',
    'listen',
    'closing',
    'bound-inactive',
    'unconnected',
    'connected',
    'unknown',
  ])
  .describe(
    'State of TCP; a UDP socket is connected or unconnected; unknown is a state newer than this program',
  ) satisfies z.ZodType<SocketState>;

const endpoint = z
  .strictObject({ address: z.string().describe('IP address'), port: port.describe('Port; 0 for none') })
  .meta({ id: 'endpoint', description: 'One end of a socket' });

export const processSchema = z
  .strictObject({
    pid: z.int().min(1).describe('Process id'),
    name: z.string().describe("Kernel's name of the process: at most 15 bytes, chosen by the program itself"),
    user: z.string().nullable().describe('Login name of its effective user; null when not known'),
    command: z.string().nullable().describe('Arguments joined by blanks; null when not known'),
    executable: z.string().nullable().describe('Path of the program; null when not known'),
    executableDeleted: z.boolean().describe('Whether that file was deleted or replaced after the start'),
    started: isoTime.nullable().describe('When it started, ISO time; null when not known'),
    unit: z.string().nullable().describe('systemd unit; null when it has none'),
    container: containerSchema.nullable().describe('Container it runs in; null when in none that is known'),
    fd: z.int().min(-1).describe('Its lowest file descriptor for the socket; -1 where the system does not say'),
  })
  .meta({ id: 'process', description: 'A process that holds the socket' }) satisfies z.ZodType<RowProcess>;

const serviceSchema = z
  .strictObject({
    name: z.string().describe('The name'),
    port: port.describe('The port it is the name of'),
    transport: socketTransport.describe('The transport'),
    side: z.enum(['local', 'remote']).describe("Which end the port is: a client's service is at the far end"),
    source: z
      .enum(['overlay', 'dossier', 'registry'])
      .describe("Who calls it so: the user's notes, the name people use, or IANA, which may be nobody's use"),
  })
  .meta({ id: 'service', description: 'What the port is known for' }) satisfies z.ZodType<Service>;

const detailsSchema = z
  .strictObject({
    v6only: z
      .boolean()
      .nullable()
      .describe('Whether an IPv6 socket leaves IPv4 alone (IPV6_V6ONLY); null where the kernel does not say'),
    backlogLimit: count.nullable().describe('Connections that may wait to be accepted; null unless it listens for TCP'),
    cgroupId: count.nullable().describe("Inode of the socket's cgroup below /sys/fs/cgroup; null when not known"),
    tcp: z
      .strictObject({
        roundTrip: count.describe('Smoothed round trip, microseconds'),
        roundTripVariance: count.describe('Its mean deviation, microseconds'),
        retransmissions: count.describe('Segments sent again, since it was opened'),
        unacknowledged: count.describe('Segments on their way'),
        congestionWindow: count.describe('Congestion window, segments'),
      })
      .nullable()
      .describe('TCP as the kernel measures it; null for UDP and for what listens'),
    memory: z
      .strictObject({
        receive: count.describe('Allocated for what came in, bytes'),
        send: count.describe('Allocated for what goes out, bytes'),
        drops: count.describe('Packets that found no room'),
      })
      .nullable()
      .describe('Memory of the socket; null when not known'),
  })
  .meta({ id: 'details', description: 'What only netlink tells of a socket' }) satisfies z.ZodType<SocketDetails>;

export const socketSchema = z.strictObject({
  transport: socketTransport.describe('The transport'),
  family: z.enum(['ipv4', 'ipv6']).describe('Address family of the socket'),
  local: endpoint.describe('This end'),
  remote: endpoint.describe('The other end; the unspecified address and port 0 where there is no peer'),
  state,
  direction,
  queues: z
    .strictObject({
      receive: count.describe('Waiting to be read; for a listening TCP socket, connections waiting to be accepted'),
      send: count.describe('Sent and not yet acknowledged'),
    })
    .describe('Queues, in bytes'),
  uid: count.describe('User id of the socket; 4294967295, which no user can have, where the system does not say'),
  user: z.string().nullable().describe('Login name of the uid; null when this machine has none for it'),
  inode: count.nullable().describe('Inode of the socket; null where the kernel has none'),
  owner,
  unowned,
  process: processSchema.nullable().describe('The first of the processes; null unless the owner is visible'),
  processes: z.array(processSchema).describe('Every process that holds the socket, by pid'),
  class: portClass.describe('Class of the local port by number (RFC 6335 section 6)'),
  ephemeral: z.boolean().describe("Whether the local port is in this host's range for outgoing connections"),
  exposure,
  exposureReason,
  dualStack,
  sharing: count
    .nullable()
    .describe('Sockets that listen on exactly this address and port (SO_REUSEPORT); null for one that does not listen'),
  namespace: namespaceSchema.nullable().describe('Network namespace; null for the one Portolan runs in'),
  service: serviceSchema
    .nullable()
    .describe('What the port is known for: a guess by number, until the process confirms it'),
  note: localSchema.nullable().describe('What the user says of the port; null when nothing'),
  findings: z.array(findingSchema).describe('What deserves a look; those the user muted are left out'),
  details: detailsSchema.nullable().describe('What only netlink tells; null where the rows were read from /proc'),
}) satisfies z.ZodType<SocketRow>;

const tableSchema = z
  .strictObject({
    name: z.string().describe('Name of the table: tcp6'),
    rows: count.describe('Rows that were read'),
    skipped: count.describe('Lines that could not be understood'),
    failure: z
      .strictObject({
        reason: z.string().describe('In a word; missing is normal where the kernel lacks a family'),
        message: z.string().describe('In a sentence'),
      })
      .nullable()
      .describe('Why it could not be read; null when it was read to its end'),
  })
  .meta({ id: 'table', description: 'One kernel table and how its reading went' }) satisfies z.ZodType<TableReading>;

const completenessSchema = z
  .strictObject({
    backend: z
      .enum(['proc', 'netlink', 'commands'])
      .describe('Where the rows come from: the tables in /proc/net, or sock_diag over netlink'),
    tables: z.array(tableSchema).describe('The kernel tables that were read'),
    repeated: count.describe('Rows that the kernel handed out twice, dropped'),
    processes: z
      .strictObject({
        readable: count.describe('Processes whose sockets could be seen'),
        denied: count.describe('Processes that were closed to this user'),
        othersHidden: z.boolean().describe('Whether /proc leaves out processes of others, so that more may be closed'),
        asRoot: z.boolean().describe('Whether root was looking'),
      })
      .nullable()
      .describe('How many processes could be searched; null when nobody asked for owners'),
    readBy: z
      .strictObject({
        commands: z.array(z.string()).describe('Their names: lsof, netstat'),
        verified: z.literal('recordings').describe('This way of reading was tried on recorded output only'),
      })
      .exactOptional()
      .describe('The commands that were asked, on macOS and Windows; absent where the kernel tables were read'),
  })
  .describe('What could be seen and what could not') satisfies z.ZodType<Completeness>;

export const socketsSchema = answerDocument('sockets', {
  ports: z
    .strictObject({
      ephemeral: portRange.nullable().describe('net.ipv4.ip_local_port_range; null when the kernel does not show it'),
      reserved: z.array(portRange).describe('net.ipv4.ip_local_reserved_ports'),
      bindV6Only: z
        .boolean()
        .nullable()
        .describe('net.ipv6.bindv6only: whether an IPv6 wildcard leaves IPv4 alone unless the program says otherwise'),
    })
    .describe('Settings of this kernel that the rows are judged by'),
  completeness: completenessSchema,
  findings: z.array(findingSchema).describe('Findings on the machine as a whole; those on one socket stand in its row'),
  sockets: z
    .array(socketSchema.meta({ id: 'socket', description: 'One socket with everything known of it' }))
    .describe('The sockets, those that listen first, then by port'),
}) satisfies z.ZodType<SocketsDocument>;
