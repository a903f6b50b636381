import * as z from 'zod';
import type { Container } from '../../src/sockets/process-info.ts';
import type { NetworkNamespace } from '../../src/sockets/snapshot.ts';
import type { UnownedReason } from '../../src/sockets/unowned.ts';
import { count } from './parts.ts';

export const containerSchema = z
  .strictObject({
    runtime: z
      .enum(['docker', 'podman', 'containerd', 'cri-o', 'lxc', 'machine', 'unknown'])
      .describe('Who made it; machine is systemd-nspawn or libvirt, unknown one whose name does not tell'),
    id: z.string().describe('Id by the control group'),
    pod: z.string().nullable().describe('Uid of the Kubernetes pod; null when in none'),
    name: z.string().nullable().describe('Name; null where only the runtime would know it'),
  })
  .meta({ id: 'container', description: 'The container a process runs in' }) satisfies z.ZodType<Container>;

export const namespaceSchema = z
  .strictObject({
    inode: count.describe('Inode of the namespace, as in net:[4026532281]'),
    name: z
      .string()
      .nullable()
      .describe('What it is called: by ip netns, by its container, or by the first process in it'),
    container: containerSchema.nullable().describe('Container whose namespace it is; null when of none that is known'),
  })
  .meta({ id: 'namespace', description: 'A network namespace' }) satisfies z.ZodType<NetworkNamespace>;

export const unowned = z
  .enum(['time-wait', 'not-accepted', 'handshake', 'closing'])
  .nullable()
  .describe(
    'Why the kernel keeps a socket that no process holds; null where one does, or may',
  ) satisfies z.ZodType<UnownedReason | null>;
