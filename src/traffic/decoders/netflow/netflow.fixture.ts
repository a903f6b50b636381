import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { decode, type Decoded } from '../decode.fixture.ts';
import { netflow } from './netflow.ts';

/** Builds datagrams, as exporters do. */

/** A field of a template: the element's number and length; with an enterprise in IPFIX. */
export type Field = readonly [element: number, length: number, enterprise?: number];

export function bytesOf(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let rest = BigInt(Math.floor(value));
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 255n);
    rest >>= 8n;
  }
  return bytes;
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const words = (part: string): number[] =>
    part
      .split(':')
      .filter(Boolean)
      .map((word) => Number.parseInt(word, 16));
  const [first, last] = [words(head), words(tail)];
  const middle = Array.from({ length: 8 - first.length - last.length }, () => 0);
  return Buffer.concat([...first, ...middle, ...last].map((word) => bytesOf(word, 2)));
}

export interface V5Flow {
  readonly source: string;
  readonly destination: string;
  readonly packets: number;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
  readonly sport: number;
  readonly dport: number;
  readonly flags: number;
  readonly protocol: number;
}

export interface HeaderParts {
  readonly uptime?: number;
  readonly seconds?: number;
  readonly sequence?: number;
  readonly domain?: number;
  readonly sampling?: number;
}

export const SECONDS = 1_790_000_000;
export const UPTIME = 5_000_000;

export function v5(flows: readonly V5Flow[], parts: HeaderParts = {}): Buffer {
  const { uptime = UPTIME, seconds = SECONDS, sequence = 0, domain = 0, sampling = 0 } = parts;
  const header = [
    bytesOf(5, 2),
    bytesOf(flows.length, 2),
    bytesOf(uptime, 4),
    bytesOf(seconds, 4),
    bytesOf(500_000_000, 4),
    bytesOf(sequence, 4),
    bytesOf(domain, 2),
    bytesOf(sampling, 2),
  ];
  const records = flows.map((flow) =>
    Buffer.concat([
      addressBytes(flow.source),
      addressBytes(flow.destination),
      Buffer.alloc(8),
      bytesOf(flow.packets, 4),
      bytesOf(flow.bytes, 4),
      bytesOf(flow.first, 4),
      bytesOf(flow.last, 4),
      bytesOf(flow.sport, 2),
      bytesOf(flow.dport, 2),
      Buffer.from([0, flow.flags, flow.protocol, 0]),
      Buffer.alloc(8),
    ]),
  );
  return Buffer.concat([...header, ...records]);
}

export function v9(sets: readonly Buffer[], parts: HeaderParts = {}): Buffer {
  const { uptime = UPTIME, seconds = SECONDS, sequence = 0, domain = 7 } = parts;
  const numbers = [uptime, seconds, sequence, domain].map((number) => bytesOf(number, 4));
  return Buffer.concat([bytesOf(9, 2), bytesOf(sets.length, 2), ...numbers, ...sets]);
}

export function ipfix(sets: readonly Buffer[], parts: HeaderParts = {}): Buffer {
  const { seconds = SECONDS, sequence = 0, domain = 7 } = parts;
  const body = Buffer.concat(sets);
  const numbers = [seconds, sequence, domain].map((number) => bytesOf(number, 4));
  return Buffer.concat([bytesOf(10, 2), bytesOf(16 + body.length, 2), ...numbers, body]);
}

export function set(id: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([bytesOf(id, 2), bytesOf(4 + content.length, 2), content]);
}

/** A record of template `id` by its template, and the values by the template's order. */
export function template(id: number, fields: readonly Field[]): Buffer {
  return Buffer.concat([bytesOf(id, 2), bytesOf(fields.length, 2), ...fields.map(fieldBytes)]);
}

export function optionsTemplate(
  version: 9 | 10,
  id: number,
  scopes: readonly Field[],
  fields: readonly Field[],
): Buffer {
  const counts =
    version === 9 ? [4 * scopes.length, 4 * fields.length] : [scopes.length + fields.length, scopes.length];
  return Buffer.concat([
    bytesOf(id, 2),
    ...counts.map((count) => bytesOf(count, 2)),
    ...[...scopes, ...fields].map(fieldBytes),
  ]);
}

function fieldBytes([element, length, enterprise]: Field): Buffer {
  if (enterprise === undefined) return Buffer.concat([bytesOf(element, 2), bytesOf(length, 2)]);
  return Buffer.concat([bytesOf(element | 0x8000, 2), bytesOf(length, 2), bytesOf(enterprise, 4)]);
}

/** The values of a record, in the order of its fields: numbers, addresses, or bytes of a variable length. */
export function record(fields: readonly Field[], values: readonly (number | string | Buffer)[]): Buffer {
  return Buffer.concat(
    fields.map(([, length], place) => {
      const value = values[place] ?? 0;
      if (typeof value === 'string') return addressBytes(value);
      if (typeof value === 'number') return bytesOf(value, length);
      if (value.length < 255) return Buffer.concat([Buffer.from([value.length]), value]);
      return Buffer.concat([Buffer.from([255]), bytesOf(value.length, 2), value]);
    }),
  );
}

export const FLOW: V5Flow = {
  source: '203.0.113.9',
  destination: '192.0.2.7',
  packets: 3,
  bytes: 180,
  first: UPTIME - 2500,
  last: UPTIME - 500,
  sport: 40_000,
  dport: 22,
  flags: TCP.syn,
  protocol: PROTOCOL.tcp,
};

/** Addresses, ports, protocol: what the tests below add other fields to. */
export const BASE: readonly Field[] = [
  [8, 4],
  [12, 4],
  [7, 2],
  [11, 2],
  [4, 1],
];
export const BASE_VALUES = ['203.0.113.9', '192.0.2.7', 40_000, 22, 6] as const;

export type Values = readonly (number | string | Buffer)[];

/** The events of one record with these fields behind the usual ones. */
function ofFields(version: 9 | 10, fields: readonly Field[], values: Values, base: Values = BASE_VALUES): Decoded[] {
  const all = [...BASE, ...fields];
  const sets = [set(version === 9 ? 0 : 2, template(300, all)), set(300, record(all, [...base, ...values]))];
  return decode(netflow, version === 9 ? v9(sets) : ipfix(sets)).events;
}

export const one = (version: 9 | 10, fields: readonly Field[], values: Values, base?: Values): Decoded | undefined =>
  ofFields(version, fields, values, base)[0];
