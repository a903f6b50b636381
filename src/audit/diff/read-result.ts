import * as z from 'zod';
import { SEVERITIES } from '../../findings/finding.ts';
import { MAX_PORT } from '../../net/port.ts';
import { serviceNameOf } from '../policy/judge-ports.ts';
import { readNmapXml } from './read-nmap-xml.ts';
import { joinPorts, ResultError, type Recorded } from './recorded.ts';

/** What a whole network's result may take; larger ones are refused by who reads the file. */
export const MAX_RESULT_BYTES = 64 * 1024 * 1024;

const text = z.string().max(4096);
const transport = z.enum(['tcp', 'udp']);
const port = z.int().min(0).max(MAX_PORT);

/** What is believed of a saved result: fields that a later portolan added are passed over. */
const resultSchema = z.object({
  schema: z.literal('portolan/audit@1', 'not portolan/audit@1'),
  hosts: z
    .array(
      z.object({
        name: text,
        addresses: z.array(z.object({ address: text })).max(4096),
        ports: z
          .array(
            z.object({
              transport,
              port,
              state: z.enum(['open', 'closed', 'filtered', 'no-answer']),
              service: z
                .object({
                  name: text,
                  product: text.nullable(),
                  version: text.nullable(),
                  isTls: z.boolean(),
                  confidence: z.enum(['certain', 'likely']),
                  because: z.string(),
                })
                .nullable(),
              checks: z
                .array(
                  z.object({
                    check: z.string().max(64),
                    verdict: z.enum(['exposed', 'not-exposed', 'inconclusive', 'not-applicable']),
                  }),
                )
                .max(256),
            }),
          )
          .max(1_000_000),
      }),
    )
    .max(100_000),
  findings: z
    .array(
      z.object({
        fingerprint: z.string().max(64),
        id: z.string().max(64),
        severity: z.enum(SEVERITIES),
        title: text,
        host: text,
        port,
        transport,
        isFailure: z.boolean(),
      }),
    )
    .max(1_000_000),
});

/** Reads a result that is to be compared: the JSON of `portolan audit`, or the XML of nmap. Throws ResultError. */
export function readResult(content: string): Recorded {
  if (/^\s*</.test(content)) return readNmapXml(content);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new ResultError('it is neither the JSON of portolan audit nor the XML of nmap');
  }
  const result = resultSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ResultError(`it is no result of portolan audit: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { hosts, findings } = result.data;
  return {
    hosts: hosts.map(({ name, addresses, ports }) => ({
      name,
      addresses: addresses.map(({ address }) => address),
      ports: joinPorts(
        ports.map(({ service, state, checks, ...rest }) => ({
          port: rest.port,
          transport: rest.transport,
          isOpen: state === 'open',
          service: service === null ? null : serviceNameOf(service),
          product: [service?.product, service?.version].filter((part) => part != null).join(' ') || null,
          verdicts: Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict])),
        })),
      ),
    })),
    findings,
    notes: [],
  };
}
