import * as z from 'zod';
import type {
  DiffDocument,
  DiffSide,
  SavedRecord,
  SnapshotDocument,
  SnapshotsDocument,
} from '../../src/cli/saved/documents.ts';
import type { ConnectionChange, ConnectionCount } from '../../src/sockets/diff/connection-changes.ts';
import type { ConnectionSum } from '../../src/sockets/diff/connections.ts';
import type { Difference, DifferenceSummary } from '../../src/sockets/diff/differences.ts';
import type { RecordedCompleteness, RecordedListener, RecordedProcess } from '../../src/sockets/diff/recorded.ts';
import { answerDocument } from './envelope.ts';
import { findingSchema } from './finding.ts';
import { count, isoTime, port, socketTransport } from './parts.ts';
import { exposure, owner, processSchema } from './sockets.ts';

const recordedProcess = processSchema
  .pick({ pid: true, name: true, executable: true, user: true, unit: true, started: true })
  .extend({
    uid: count.nullable().describe('Its effective user id; null when not known'),
    container: z.string().nullable().describe('The container it runs in; null when in none'),
  })
  .meta({
    id: 'recorded-process',
    description: 'A process that held the port; its command line is not kept',
  }) satisfies z.ZodType<RecordedProcess>;

const recordedListener = z
  .strictObject({
    transport: socketTransport.describe('The transport'),
    port: port.describe('The port'),
    addresses: z.array(z.string()).describe('The addresses it was bound to, sorted'),
    exposure,
    owner,
    processes: z.array(recordedProcess).describe('Who held it, by pid; empty unless the owner was visible'),
    uid: count.describe('User id of the socket'),
    user: z.string().nullable().describe('Login name of the uid; null when the machine has none for it'),
    service: z.string().nullable().describe('What the port is known for; null when for nothing'),
    probablyClient: z.boolean().describe('Whether it is a UDP socket that most likely waits for an answer'),
    finding: findingSchema
      .pick({ id: true, severity: true, title: true })
      .meta({ id: 'recorded-finding', description: 'A finding in brief' })
      .nullable()
      .describe('The worst that was found on it; null when nothing deserved a look'),
  })
  .meta({
    id: 'recorded-listener',
    description: 'What waited for others on a port: its sockets that the same program held',
  }) satisfies z.ZodType<RecordedListener>;

const completeness = z
  .strictObject({
    tcp: z.boolean().describe('Whether every TCP socket was seen'),
    udp: z.boolean().describe('Whether every UDP socket was seen'),
    owners: z.boolean().describe('Whether every owner was visible'),
  })
  .meta({
    id: 'recorded-completeness',
    description: 'What was seen in full',
  }) satisfies z.ZodType<RecordedCompleteness>;

const connectionSum = z
  .strictObject({
    transport: socketTransport.describe('The transport'),
    direction: z.enum(['in', 'out']).describe('Came in to a port somebody listens on, or went out from here'),
    process: z.string().nullable().describe('Name of the process; null when none is visible'),
    port: port.describe("The port at the server's end"),
    service: z.string().nullable().describe('What that port is known for; null when for nothing'),
    connections: count.describe('How many'),
    peers: count.describe('Different addresses at the other end'),
  })
  .meta({
    id: 'connection-sum',
    description: 'The connections of one program with one service, counted',
  }) satisfies z.ZodType<ConnectionSum>;

export const snapshotSchema = answerDocument('snapshot', {
  completeness: completeness.describe('What was seen in full; where not, an absence proves nothing'),
  gaps: z.array(z.string()).describe('What could not be seen and why, a sentence each'),
  listeners: z.array(recordedListener).describe('What listened, by port'),
  connections: z.array(connectionSum).nullable().describe('Connections, summed; null unless --all was given'),
}) satisfies z.ZodType<SnapshotDocument>;

export const savedSchema = z.strictObject({
  name: z.string().describe('Its name, or the path it was given'),
  path: z.string().describe('Where it lies'),
  savedAt: isoTime.nullable().describe('When it was made, ISO time; null when it cannot be read'),
  host: z.string().nullable().describe('Name of the machine it was made on; null when it cannot be read'),
  listeners: count.nullable().describe('How many listeners it holds; null when it cannot be read'),
  fault: z.string().nullable().describe('Why it cannot be used; null when it can'),
}) satisfies z.ZodType<SavedRecord>;

export const snapshotsSchema = answerDocument('snapshots', {
  snapshots: z
    .array(savedSchema.meta({ id: 'saved', description: 'A saved snapshot' }))
    .describe('The snapshots, newest first'),
}) satisfies z.ZodType<SnapshotsDocument>;

const side = z
  .strictObject({
    snapshot: z.string().nullable().describe('Name or path of the snapshot; null for the machine as it is now'),
    takenAt: isoTime.describe('When it was taken, ISO time'),
    host: z.string().describe('Name of the machine'),
    completeness,
  })
  .meta({ id: 'side', description: 'One side of a comparison' }) satisfies z.ZodType<DiffSide>;

export const differenceSchema = z.strictObject({
  ...findingSchema.shape,
  change: z.enum(['new', 'gone', 'moved', 'changed']).describe('Came, went, is on another port, or is not what it was'),
  before: recordedListener.nullable().describe('The listener as it was; null when it was not there'),
  after: recordedListener.nullable().describe('The listener as it is; null when it is not there'),
}) satisfies z.ZodType<Difference>;

const connectionCount = connectionSum.pick({ connections: true, peers: true }).meta({
  id: 'connection-count',
  description: 'How many connections, and with how many addresses',
}) satisfies z.ZodType<ConnectionCount>;

const connectionChange = connectionSum
  .omit({ connections: true, peers: true })
  .extend({
    change: z
      .enum(['new', 'grown', 'gone'])
      .describe('Was not there at all, is ten times as many and twenty at least, or is no longer there at all'),
    before: connectionCount.nullable().describe('As it was; null when there were none'),
    after: connectionCount.nullable().describe('As it is; null when there are none'),
  })
  .meta({
    id: 'connection-change',
    description: 'Connections of one program with one service that came, went, or are many times as many',
  }) satisfies z.ZodType<ConnectionChange>;

export const diffSchema = answerDocument('diff', {
  before: side.describe('What it is compared with'),
  after: side.describe('What is compared'),
  sameHost: z.boolean().describe('Whether both are of one machine; else nothing is called gone'),
  summary: z
    .strictObject({
      new: count.describe('Listeners that came'),
      gone: count.describe('Listeners that went'),
      moved: count.describe('Programs that listen on another port'),
      changed: count.describe('Listeners that are not what they were'),
      unchanged: count.describe('Listeners that are'),
      clients: count.describe('Sockets of both sides that are most likely clients, and are not compared'),
      unjudged: count.describe('Listeners of one side that could not have been seen on the other'),
      muted: count.describe("Of the differing listeners, those that the user's notes silence"),
    })
    .describe('Listeners by what became of them') satisfies z.ZodType<DifferenceSummary>,
  gaps: z.array(z.string()).describe('What could not be compared and why, a sentence each'),
  findings: z
    .array(differenceSchema.meta({ id: 'difference', description: 'A finding on what is not as it was' }))
    .describe('The differences, worst last'),
  connections: z
    .array(connectionChange)
    .nullable()
    .describe(
      'What became of the connections; null where they were not compared: a side was saved without --all, or it is another machine',
    ),
}) satisfies z.ZodType<DiffDocument>;
