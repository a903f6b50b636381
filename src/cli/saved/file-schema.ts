/**
 * What is believed of a saved snapshot: it may come from another machine, or from somebody with a plan. Lengths are
 * bounded, and fields that a later portolan added are passed over. `build/contract/snapshot.ts` describes the same.
 */
import * as z from 'zod';
import { SEVERITIES } from '../../findings/finding.ts';
import { MAX_PORT } from '../../net/port.ts';
import type { SnapshotDocument } from './documents.ts';

const MAX_LISTENERS = 200_000;
/** PATH_MAX of Linux. */
const path = z.string().max(4096);
const name = z.string().max(256);
const text = z.string().max(1000);
const time = z.iso.datetime();
const id = z.int().min(0).max(0xffffffff);
const count = z.int().min(0);
const port = z.int().min(0).max(MAX_PORT);
const transport = z.enum(['tcp', 'udp']);

const process = z.object({
  pid: id,
  name,
  executable: path.nullable(),
  uid: id.nullable(),
  user: name.nullable(),
  unit: name.nullable(),
  container: name.nullable(),
  started: time.nullable(),
});

const listener = z.object({
  transport,
  port,
  addresses: z.array(z.string().regex(/^[0-9a-f:.]{2,45}$/, 'not an IP address')).max(65_536),
  exposure: z.enum(['loopback', 'contained', 'link-local', 'private', 'public', 'wildcard', 'peer', 'unknown']),
  owner: z.enum(['visible', 'not-permitted', 'not-known', 'none']),
  processes: z.array(process).max(65_536),
  uid: id,
  user: name.nullable(),
  service: name.nullable(),
  probablyClient: z.boolean(),
  finding: z.object({ id: name, severity: z.enum(SEVERITIES), title: text }).nullable(),
});

const connection = z.object({
  transport,
  direction: z.enum(['in', 'out']),
  process: name.nullable(),
  port,
  service: name.nullable(),
  connections: count,
  peers: count,
});

export const snapshotFileSchema = z.object({
  schema: z.literal('portolan/snapshot@1'),
  generatedAt: time,
  host: z.string().min(1).max(256),
  completeness: z.object({ tcp: z.boolean(), udp: z.boolean(), owners: z.boolean() }),
  gaps: z.array(text).max(1000),
  listeners: z.array(listener).max(MAX_LISTENERS),
  connections: z.array(connection).max(MAX_LISTENERS).nullable(),
}) satisfies z.ZodType<SnapshotDocument>;
