/**
 * What is believed of a document that is to be stored: it may come from another machine, or from somebody with a plan. Numbers and
 * lengths are bounded, and fields that a later portolan added are passed over. `build/contract/` describes the whole of each.
 */
import * as z from 'zod';
import { SEVERITIES } from '../../findings/finding.ts';
import { MAX_PORT } from '../../net/port.ts';

const MAX_ROWS = 1_000_000;
/** Longer texts are cut by the store, at 1024 bytes; these are no text of portolan at all. */
const text = z.string().max(65_536);
const name = z.string().max(4096);
const address = z.string().max(64);
const port = z.int().min(0).max(MAX_PORT);
const transport = z.enum(['tcp', 'udp']);
const exposure = z.enum(['loopback', 'contained', 'link-local', 'private', 'public', 'wildcard', 'peer', 'unknown']);
const count = z.int().min(0);
/** Other years are an error of a clock or a trap: their days would never be dropped. */
const time = z.iso.datetime().refine((iso) => iso >= '1970' && iso < '2100', 'not a time from 1970 to 2099');

const finding = z.object({
  id: name,
  severity: z.enum(SEVERITIES),
  confidence: z.enum(['low', 'medium', 'high']),
  title: text,
  subject: text,
  first: z.union([time, z.literal('')]),
  last: z.union([time, z.literal('')]),
  count,
});

const container = z.object({
  runtime: z.enum(['docker', 'podman', 'containerd', 'cri-o', 'lxc', 'machine', 'unknown']),
  id: name,
  pod: name.nullable(),
  name: name.nullable(),
});

const socket = z.object({
  transport,
  local: z.object({ address, port }),
  direction: z.enum(['listen', 'in', 'out']),
  processes: z.array(z.object({ name, unit: name.nullable(), container: container.nullable() })).max(65_536),
  ephemeral: z.boolean(),
  exposure,
  service: z.object({ source: z.enum(['overlay', 'dossier', 'registry']) }).nullable(),
  findings: z.array(finding).max(100),
});

export const socketsSchema = z.object({
  generatedAt: time,
  sockets: z.array(socket).max(MAX_ROWS),
  findings: z.array(finding).max(MAX_ROWS),
});

/** A container by its name, or by what runs it. */
const keptProcess = z.object({ name, unit: name.nullable(), container: name.nullable() });

export const snapshotSchema = z.object({
  generatedAt: time,
  listeners: z
    .array(
      z.object({
        transport,
        port,
        addresses: z.array(address).max(65_536),
        exposure,
        processes: z.array(keptProcess).max(65_536),
        probablyClient: z.boolean(),
      }),
    )
    .max(200_000),
});

const auditedPort = z.object({
  transport,
  port,
  address,
  state: z.enum(['open', 'closed', 'filtered', 'no-answer']),
  service: z.object({ name, product: name.nullable(), version: name.nullable() }).nullable(),
  checks: z
    .array(z.object({ check: name, verdict: z.enum(['exposed', 'not-exposed', 'inconclusive', 'not-applicable']) }))
    .max(256),
});

export const auditSchema = z.object({
  generatedAt: time,
  hosts: z
    .array(
      z.object({
        addresses: z
          .array(
            z.object({
              address,
              vantage: z.enum(['same-address', 'same-host', 'outside-netns', 'same-subnet', 'routed']),
            }),
          )
          .max(4096),
        ports: z.array(auditedPort).max(MAX_ROWS),
      }),
    )
    .max(100_000),
  findings: z.array(finding.extend({ address, port, transport })).max(MAX_ROWS),
});

const shares = z.array(z.object({ name, events: count })).max(1000);

export const trafficSchema = z.object({
  generatedAt: time,
  findings: z
    .array(
      finding.extend({
        who: shares,
        targets: shares,
        ports: shares,
        counts: z.object({ sources: count, hosts: count, ports: count }),
      }),
    )
    .max(MAX_ROWS),
});

export type SocketsToStore = z.infer<typeof socketsSchema>;
export type SnapshotToStore = z.infer<typeof snapshotSchema>;
