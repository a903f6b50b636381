import { parsePortRange } from '../net/port.ts';
import { PROTOCOL, protocolName, protocolOf } from '../net/protocol.ts';
import type { PortArgument } from './arguments.ts';
import { formatHalvesRange, parseHalvesRange, type HalvesRange } from './halves-range.ts';
import { formatSpan, parseMoment, parseSpan } from './moment.ts';
import { COUNT_RANGES, type ParameterName } from './parameter-list.ts';
import { textOf, MAX_TEXT_BYTES } from './text.ts';
import { ACTIONS, LENSES, SEVERITIES, VERDICTS } from './words.ts';

/** What reading a parameter may depend on besides its text. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sensors: ReadonlyMap<number, string>;
}

/** How the text of a parameter becomes numbers. */
export interface Reader<Value> {
  /** Null for what it does not take. */
  readonly read: (text: string, around: Surroundings) => Value | null;
  /** How an answer repeats it, understood; `text` is what was given. */
  readonly show: (value: Value, around: Surroundings, text: string) => string;
}

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
  readonly 'min-dropped': number;
  readonly 'max-events': number;
  readonly limit: number;
}

/** Shorter buckets than the clocks of sensors agree on tell nothing. */
const MIN_BUCKET = 60_000;
const MAX_BUCKET = 52 * 7 * 86_400_000;

export const READERS: { readonly [Name in ParameterName]: Reader<ParameterValues[Name]> } = {
  since: time(),
  until: time(),
  port: {
    read: readPort,
    show: ({ from, to, proto }) =>
      `${from === to ? from : `${from}-${to}`}${proto === null ? '' : `/${protocolName(proto)}`}`,
  },
  source: network(),
  destination: network(),
  address: network(),
  transport: { read: readTransport, show: protocolName },
  action: word(ACTIONS),
  sensor: {
    read: readSensor,
    show: (number, { sensors }) => {
      const name = sensors.get(number);
      return name === undefined ? String(number) : `${number} ${name}`;
    },
  },
  bucket: {
    read: (text) => {
      const span = parseSpan(text);
      return span === null || span < MIN_BUCKET || span > MAX_BUCKET ? null : span;
    },
    show: formatSpan,
  },
  check: textId(),
  rule: textId(),
  verdict: word(VERDICTS),
  severity: word(SEVERITIES),
  lens: word(LENSES),
  'min-targets': count('min-targets'),
  'min-ports': count('min-ports'),
  'min-sources': count('min-sources'),
  'min-days': count('min-days'),
  'min-dropped': count('min-dropped'),
  'max-events': count('max-events'),
  limit: count('limit'),
};

function time(): Reader<number> {
  return { read: (text, { now }) => parseMoment(text, now), show: (value) => new Date(value).toISOString() };
}

function network(): Reader<HalvesRange> {
  return { read: parseHalvesRange, show: formatHalvesRange };
}

function word(words: readonly string[]): Reader<number> {
  return {
    read: (text) => {
      const place = words.indexOf(text);
      return place === -1 ? null : place;
    },
    show: (value) => words[value] ?? String(value),
  };
}

function count(name: keyof typeof COUNT_RANGES): Reader<number> {
  const [least, most] = COUNT_RANGES[name];
  return {
    read: (text) => {
      const value = /^\d{1,7}$/.test(text) ? Number(text) : least - 1;
      return value < least || value > most ? null : value;
    },
    show: String,
  };
}

/** Text reaches a statement as its id. */
function textId(): Reader<bigint> {
  return {
    read: (text) => (text === '' || Buffer.byteLength(text) > MAX_TEXT_BYTES ? null : textOf(text).id),
    show: (_id, _around, text) => text,
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
