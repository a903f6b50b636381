/**
 * What a policy file may hold; `policy.ts` says what it means. What stands in `meta` is for its JSON Schema, which editors
 * read (build/contract).
 */
import * as z from 'zod';
import { SEVERITIES } from '../../findings/finding.ts';
import { parsePortKey } from '../../net/port.ts';
import { PORT_RANGE } from '../../net/port-pattern.ts';
import { parseIp, parsePrefix } from '../../net/prefix.ts';

const text = z.string().trim().min(1).max(400);
const day = z.iso.date('not a day such as 2027-03-31');
const mode = z.enum(['fail', 'warn', 'ignore']);
const RANGE_PATTERN = `^${PORT_RANGE}/(tcp|udp)$`;
/** A range with one bound; JSON Schema's readers cannot run a parser. */
const ONE_PORT_PATTERN = String.raw`^\d{1,5}/(tcp|udp)$`;

/** Names go into commands that people paste, and into the paths of reports. */
const hostName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,252}$/, 'not a name of letters, digits, dots, dashes and colons');
const address = z.string().refine((value) => parseIp(value) !== null, 'not an IP address');
const prefix = z
  .string()
  .refine((value) => parsePrefix(value) !== null, 'not an address or a network such as 10.20.0.0/24');

const checkId = z.string().regex(/^[a-z0-9]+\.[a-z0-9-]+$/, 'not the id of a check such as ftp.anonymous');

const ports = z
  .string('not a port with its transport such as 22/tcp')
  .refine(isPortRange, 'not a port or range with its transport such as 22/tcp or 8000-8010/udp')
  .meta({ pattern: RANGE_PATTERN });

const onePort = z
  .string('not a port with its transport such as 22/tcp')
  .refine((key) => isPortRange(key) && !key.includes('-'), 'not a port with its transport such as 22/tcp')
  .meta({ pattern: ONE_PORT_PATTERN });

const expectSchema = z.strictObject({
  port: onePort.describe('The port: 22/tcp'),
  service: z.string().min(1).max(64).exactOptional().describe('Name of the protocol that has to answer: ssh, https'),
  product: text.exactOptional().describe('Has to be in the name of the product: OpenSSH'),
  notBefore: day.exactOptional().describe('The first day on which this line counts'),
  checks: z
    .record(checkId, z.enum(['exposed', 'not-exposed']))
    .exactOptional()
    .describe('What checks have to say, by their ids; exposed accepts it'),
});

const waiverSchema = z
  .strictObject({
    check: checkId.exactOptional().describe('Id of a check or rule; all of them when absent'),
    port: ports.exactOptional().describe('The ports; all of the host when absent'),
    until: day.describe('The last day of the waiver'),
    reason: text.describe('Why, and where it was agreed'),
  })
  .refine(({ check, port }) => check !== undefined || port !== undefined, {
    error: 'waives everything: name a check, a port, or both',
    when: ({ issues }) => issues.length === 0,
  })
  .meta({ minProperties: 3 }); // the day, the reason, and one of the two

const hostSchema = z.strictObject({
  name: hostName.describe('What you call the host; it stays the same when its address changes'),
  address: z
    .union([address.transform((one) => [one]), z.array(address).min(1).max(64)])
    .exactOptional()
    .describe('Its address, or several; without one the name is looked up'),
  expect: z.array(expectSchema).max(65_536).exactOptional().describe('Ports that have to answer'),
  unexpected: mode.default('fail').describe('Any other port that answers'),
  missing: mode.default('warn').describe('An expected port that does not answer'),
  parity: z.literal('v4v6').exactOptional().describe('IPv4 and IPv6 have to show the same'),
  waive: z.array(waiverSchema).max(1024).exactOptional().describe('Differences accepted for a time'),
});

const authoritySchema = z.strictObject({
  addresses: z.array(prefix).min(1).max(1024).describe('Public addresses or networks'),
  by: text.describe('Who said so: a person or a contract'),
  reference: text.describe('Number of a ticket or letter'),
  until: day.describe('The last day it holds'),
});

export const policySchema = z.strictObject({
  $schema: z.string().exactOptional().describe('For editors: where the schema of this file lies'),
  version: z.literal(1, 'not 1, the only version of this format').describe('Version of this format'),
  scope: z
    .strictObject({
      allow: z.array(prefix).max(4096).default([]).describe('Private addresses and networks that may be asked'),
      authorised: z.array(authoritySchema).max(1024).default([]).describe('Public addresses that may be asked'),
    })
    .exactOptional()
    .describe('What packets may be sent to, besides this machine'),
  hosts: z.array(hostSchema).max(10_000).default([]).describe('The hosts, and what should answer there'),
  dhcp: z
    .strictObject({
      interface: z
        .string()
        .regex(/^[^\s/]{1,15}$/, 'not the name of an interface such as eth0')
        .describe('Where to ask'),
      servers: z.array(address).max(64).describe('The DHCP servers that may answer'),
    })
    .exactOptional()
    .describe('Looks for DHCP servers that nobody agreed to'),
  zones: z.array(z.string().min(1).max(253)).max(256).default([]).describe('DNS zones whose transfer is tried'),
  queryName: z.string().min(1).max(253).exactOptional().describe('A name of yours that resolvers are asked for'),
  vantage: z
    .enum(['direct', 'netns'])
    .default('direct')
    .describe('netns looks at this machine from a temporary network namespace beside it'),
  include: z.array(ports).max(1024).default([]).describe('Ports to look at besides the usual and the expected ones'),
  exclude: z.array(ports).max(1024).default([]).describe('Ports that are never asked'),
  failOn: z.enum(SEVERITIES).default('low').describe('The least severity of an exposure that makes the audit fail'),
});

export type PolicyText = z.output<typeof policySchema>;

/** Every key of the file, for those that are misspelt. */
export const POLICY_KEYS: readonly string[] = [policySchema, hostSchema, expectSchema, waiverSchema, authoritySchema]
  .flatMap((schema) => Object.keys(schema.shape))
  .concat('allow', 'authorised', 'interface', 'servers');

function isPortRange(value: string): boolean {
  const key = parsePortKey(value);
  return key !== null && (key.transport === 'tcp' || key.transport === 'udp');
}
