import { parsePortRange } from '../net/port.ts';
import { PROTOCOL, protocolName, protocolOf } from '../net/protocol.ts';
import type { PortArgument } from './arguments.ts';
import { formatHalvesRange, parseHalvesRange, type HalvesRange } from './halves-range.ts';
import { formatSpan, parseMoment, parseSpan } from './moment.ts';
import { textOf, MAX_TEXT_BYTES } from './text.ts';
import { ACTIONS, LENSES, SEVERITIES, VERDICTS } from './words.ts';

/** What reading a parameter may depend on besides its text. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sensors: ReadonlyMap<number, string>;
}

export type ParameterKind = 'time' | 'span' | 'port' | 'address' | 'transport' | 'word' | 'sensor' | 'text' | 'count';

/** One thing that a question may be asked with. Flags, help, the list of the API and the reading of it are made from this. */
export interface Parameter<Value> {
  readonly kind: ParameterKind;
  /** As help shows its value. */
  readonly value: string;
  readonly description: string;
  /** What is possible, behind "takes". */
  readonly takes: string;
  /** The words it takes, or some worth proposing. */
  readonly values?: readonly string[];
  /** Null for what it does not take. */
  readonly read: (text: string, around: Surroundings) => Value | null;
  /** How an answer repeats it, understood; `text` is what was given. */
  readonly show: (value: Value, around: Surroundings, text: string) => string;
}

/** Rows that one table of an answer may have. */
const MAX_LIMIT = 100_000;
/** Shorter buckets than the clocks of sensors agree on tell nothing. */
const MIN_BUCKET = 60_000;

/** What each parameter is, once it is read. */
export interface ParameterValues {
  readonly since: number;
  readonly until: number;
  readonly port: PortArgument;
  readonly source: HalvesRange;
  readonly destination: HalvesRange;
  readonly address: HalvesRange;
  readonly transport: number;
  readonly action: number;
  readonly sensor: number;
  readonly bucket: number;
  readonly check: bigint;
  readonly rule: bigint;
  readonly verdict: number;
  readonly severity: number;
  readonly lens: number;
  readonly 'min-targets': number;
  readonly 'min-ports': number;
  readonly 'min-sources': number;
  readonly 'min-days': number;
  readonly 'max-events': number;
  readonly limit: number;
}

export type ParameterName = keyof ParameterValues;

export const PARAMETERS: { readonly [Name in ParameterName]: Parameter<ParameterValues[Name]> } = {
  since: time('not before', ['24h', '7d', '30d', 'today', 'yesterday', 'all']),
  until: time('before', ['now', 'today', 'yesterday']),
  port: {
    kind: 'port',
    value: 'PORT',
    description: 'a port, a range of ports, with or without a transport: 22, 22/tcp, 6000-6063',
    takes: 'a port such as 22, 22/tcp or 6000-6063',
    read: readPort,
    show: ({ from, to, proto }) =>
      `${from === to ? from : `${from}-${to}`}${proto === null ? '' : `/${protocolName(proto)}`}`,
  },
  source: network('where it comes from'),
  destination: network('where it goes'),
  address: network('the address'),
  transport: {
    kind: 'transport',
    value: 'NAME',
    description: 'tcp, udp, icmp, another name or an IP protocol number',
    takes: 'a transport such as tcp, udp, icmp or an IP protocol number from 0 to 255',
    values: ['tcp', 'udp', 'icmp', 'icmpv6', 'sctp'],
    read: readTransport,
    show: protocolName,
  },
  action: word('what became of it', ACTIONS),
  sensor: {
    kind: 'sensor',
    value: 'SENSOR',
    description: 'the name or number of a sensor; 0 is the machine of the store',
    takes: 'the name or number of a sensor (portolan ask sensors lists them)',
    read: readSensor,
    show: (number, { sensors }) => {
      const name = sensors.get(number);
      return name === undefined ? String(number) : `${number} ${name}`;
    },
  },
  bucket: {
    kind: 'span',
    value: 'SPAN',
    description: 'how long each row counts: 15m, 1h, 1d',
    takes: 'a span from 1m to 52w, such as 15m, 1h or 1d',
    values: ['15m', '1h', '1d', '1w'],
    read: (text) => {
      const span = parseSpan(text);
      return span === null || span < MIN_BUCKET || span > 52 * 7 * 86_400_000 ? null : span;
    },
    show: formatSpan,
  },
  check: textId('CHECK', 'the id of a check, as in portolan help audit-checks'),
  rule: textId('RULE', 'the id of a rule or pattern: sockets.exposed-service, traffic.sweep'),
  verdict: word('what it came to', VERDICTS),
  severity: word('at least so severe', SEVERITIES),
  lens: word('what found it', LENSES),
  'min-targets': count('at least N different ports on hosts', 1, 1_000_000),
  'min-ports': count('at least N different ports', 1, 1_000_000),
  'min-sources': count('at least N sources', 1, 1_000_000),
  'min-days': count('on at least N days', 1, 10_000),
  'max-events': count('at most N events a day, on average', 1, 1_000_000),
  limit: count('at most N rows', 1, MAX_LIMIT),
};

export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];

function time(which: string, values: readonly string[]): Parameter<number> {
  return {
    kind: 'time',
    value: 'TIME',
    description: `${which} this time: 7d (ago), 24h, today, 2026-11-01, 2026-11-01T08:00+02:00; UTC without a zone`,
    takes: 'a time such as 7d, 24h, today, yesterday, all, now, 2026-11-01 or 2026-11-01T08:00:00+02:00',
    values,
    read: (text, { now }) => parseMoment(text, now),
    show: (value) => new Date(value).toISOString(),
  };
}

function network(which: string): Parameter<HalvesRange> {
  return {
    kind: 'address',
    value: 'ADDRESS',
    description: `${which}: an address or a network, 203.0.113.7, 203.0.113.0/24, 2001:db8::/32`,
    takes: 'an address or a network such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32',
    read: parseHalvesRange,
    show: formatHalvesRange,
  };
}

function word(what: string, words: readonly string[]): Parameter<number> {
  return {
    kind: 'word',
    value: 'WORD',
    description: `${what}: ${words.join(', ')}`,
    takes: `one of ${words.join(', ')}`,
    values: words,
    read: (text) => {
      const place = words.indexOf(text);
      return place === -1 ? null : place;
    },
    show: (value) => words[value] ?? String(value),
  };
}

function count(description: string, least: number, most: number): Parameter<number> {
  return {
    kind: 'count',
    value: 'N',
    description,
    takes: `a whole number from ${least} to ${most}`,
    read: (text) => {
      const value = /^\d{1,7}$/.test(text) ? Number(text) : least - 1;
      return value < least || value > most ? null : value;
    },
    show: String,
  };
}

/** Text reaches a statement as its id. */
function textId(value: string, description: string): Parameter<bigint> {
  return {
    kind: 'text',
    value,
    description,
    takes: `${description}, of 1 to ${MAX_TEXT_BYTES} bytes`,
    read: (given) => (given === '' || Buffer.byteLength(given) > MAX_TEXT_BYTES ? null : textOf(given).id),
    show: (_id, _around, given) => given,
  };
}

function readPort(given: string): PortArgument | null {
  const [ports = '', transport, ...more] = given.split('/');
  const range = parsePortRange(ports);
  const proto = transport === undefined ? null : readTransport(transport);
  if (range === null || more.length > 0 || (transport !== undefined && proto === null)) return null;
  return { from: range.from, to: range.to, proto };
}

function readTransport(given: string): number | null {
  const proto = protocolOf(given);
  return proto === PROTOCOL.unknown && given !== 'unknown' && given !== '255' ? null : proto;
}

function readSensor(given: string, { sensors }: Surroundings): number | null {
  for (const [number, name] of sensors) if (name === given) return number;
  return /^\d{1,5}$/.test(given) && Number(given) <= 65_535 ? Number(given) : null;
}
