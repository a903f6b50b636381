import { ACTIONS, LENSES, SEVERITIES, VERDICTS } from './words.ts';

export type ParameterKind = 'time' | 'span' | 'port' | 'address' | 'transport' | 'word' | 'sensor' | 'text' | 'count';

/** What a question may be asked with, in words: flags, help and the list of the API are made from it; `parameters.ts` reads it. */
export interface ParameterText {
  readonly kind: ParameterKind;
  /** As help shows its value. */
  readonly value: string;
  readonly description: string;
  /** What is possible, behind "takes". */
  readonly takes: string;
  /** The words it takes, or some worth proposing. */
  readonly values?: readonly string[];
}

/** The least and the most of each count. */
export const COUNT_RANGES = {
  'min-targets': [1, 1_000_000],
  'min-ports': [1, 1_000_000],
  'min-sources': [1, 1_000_000],
  'min-days': [1, 10_000],
  'min-dropped': [1, 1_000_000],
  'max-events': [1, 1_000_000],
  limit: [1, 100_000],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

const PARAMETER_LIST = {
  since: time('not before', ['24h', '7d', '30d', 'today', 'yesterday', 'all']),
  until: time('before', ['now', 'today', 'yesterday']),
  port: {
    kind: 'port',
    value: 'PORT',
    description: 'a port or a range of ports, with or without a transport: 22, 22/tcp, 6000-6063',
    takes: 'a port such as 22, 22/tcp or 6000-6063',
  },
  source: network('where it comes from'),
  destination: network('where it goes'),
  address: network('the address of the listener or host'),
  transport: {
    kind: 'transport',
    value: 'NAME',
    description: 'tcp, udp, icmp, another name or an IP protocol number',
    takes: 'a transport such as tcp, udp, icmp or an IP protocol number from 0 to 255',
    values: ['tcp', 'udp', 'icmp', 'icmpv6', 'sctp'],
  },
  action: word('what became of it', ACTIONS),
  sensor: {
    kind: 'sensor',
    value: 'SENSOR',
    description: 'the name or number of a sensor; 0 is the machine of the store',
    takes: 'the name or number of a sensor (portolan ask sensors lists them)',
  },
  bucket: {
    kind: 'span',
    value: 'SPAN',
    description: 'how long each row counts: 15m, 1h, 1d',
    takes: 'a span from 1m to 52w, such as 15m, 1h or 1d',
    values: ['15m', '1h', '1d', '1w'],
  },
  check: text('CHECK', 'the id of a check, as in portolan help audit-checks'),
  rule: text('RULE', 'the id of a rule or pattern, such as traffic.sweep'),
  verdict: word('what the check came to', VERDICTS),
  severity: word('at least so severe', SEVERITIES),
  lens: word('what found it', LENSES),
  'min-targets': count('min-targets', 'at least N different ports on hosts'),
  'min-ports': count('min-ports', 'at least N different ports'),
  'min-sources': count('min-sources', 'at least N sources'),
  'min-days': count('min-days', 'on at least N days'),
  'min-dropped': count('min-dropped', 'at least N events dropped or rejected'),
  'max-events': count('max-events', 'at most N events a day, on average'),
  limit: count('limit', 'at most N rows'),
} as const satisfies Readonly<Record<string, ParameterText>>;

export type ParameterName = keyof typeof PARAMETER_LIST;

/** The same, each as what all of them are. */
export const parameterText = (name: ParameterName): ParameterText => PARAMETER_LIST[name];

export const PARAMETER_NAMES = Object.keys(PARAMETER_LIST) as readonly ParameterName[];

function time(which: string, values: readonly string[]): ParameterText {
  return {
    kind: 'time',
    value: 'TIME',
    description: `${which} this time: 7d (ago), 24h, today, 2026-11-01, 2026-11-01T08:00+02:00; UTC without a zone`,
    takes: 'a time such as 7d, 24h, today, yesterday, all, now, 2026-11-01 or 2026-11-01T08:00:00+02:00',
    values,
  };
}

function network(which: string): ParameterText {
  return {
    kind: 'address',
    value: 'ADDRESS',
    description: `${which}: an address or a network, 203.0.113.7, 203.0.113.0/24, 2001:db8::/32`,
    takes: 'an address or a network such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32',
  };
}

function word(what: string, words: readonly string[]): ParameterText {
  const list = words.join(', ');
  return { kind: 'word', value: 'WORD', description: `${what}: ${list}`, takes: `one of ${list}`, values: words };
}

function count(name: keyof typeof COUNT_RANGES, description: string): ParameterText {
  const [least, most] = COUNT_RANGES[name];
  return { kind: 'count', value: 'N', description, takes: `a whole number from ${least} to ${most}` };
}

function text(value: string, description: string): ParameterText {
  return { kind: 'text', value, description, takes: `${description}, of 1 to 1024 bytes` };
}
