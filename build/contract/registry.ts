import * as z from 'zod';
import type { RegistryLine } from '../../src/cli/documents.ts';
import { port, portClass, registryStatus, transport } from './parts.ts';

/** A line of `knowledge export`. */
export const registryLineSchema = z.strictObject({
  port: port.describe('The port'),
  transport: transport.describe('The transport'),
  class: portClass.describe('Class by number (RFC 6335 section 6)'),
  status: registryStatus.describe('What the registry says of the port'),
  names: z.array(z.string()).describe("Every name of the port, in IANA's order"),
}) satisfies z.ZodType<RegistryLine>;
