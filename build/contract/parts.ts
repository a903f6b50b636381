/** Pieces that several answers share. */
import * as z from 'zod';
import type { PortClass, RegistryStatus } from '../../src/knowledge/registry-entry.ts';
import { MAX_PORT, type PortRange } from '../../src/net/port.ts';
import { TRANSPORTS } from '../../src/net/transport.ts';

export const port = z.int().min(0).max(MAX_PORT);
export const count = z.int().min(0);
export const isoTime = z.iso.datetime();

export const transport = z.enum(TRANSPORTS);
/** The transports whose sockets the kernel lists. */
export const socketTransport = z.enum(['tcp', 'udp']);

export const portClass = z.enum(['system', 'user', 'dynamic']) satisfies z.ZodType<PortClass>;
export const registryStatus = z.enum([
  'assigned',
  'reserved',
  'unassigned',
  'de-registered',
  'dynamic',
  'no-row',
]) satisfies z.ZodType<RegistryStatus>;

export const portRange = z
  .strictObject({ from: port.describe('First port'), to: port.describe('Last port, included') })
  .meta({ id: 'port-range', description: 'A range of ports' }) satisfies z.ZodType<PortRange>;
