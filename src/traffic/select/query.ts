import { parsePortRange, type PortRange } from '../../net/port.ts';
import { OUTCOMES, type Outcome } from '../event-batch.ts';
import { FLAG_SET } from '../patterns/view.ts';
import { parsePrefix, type Prefix } from '../../net/prefix.ts';
import { PROTOCOL, protocolOf } from '../../net/protocol.ts';

export type FlagSetName = keyof typeof FLAG_SET;

/** One condition of a query; all of them must hold. */
export type Term = { readonly isNot: boolean } & (
  | { readonly kind: 'sign'; readonly pattern: string; /** From 1; null for any. */ readonly sign: number | null }
  | { readonly kind: 'address'; readonly end: 'source' | 'destination'; readonly prefixes: readonly Prefix[] }
  | { readonly kind: 'port'; readonly end: 'sport' | 'dport'; readonly ranges: readonly PortRange[] }
  | { readonly kind: 'transport'; readonly protocols: readonly number[] }
  | { readonly kind: 'outcome'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'flags'; readonly sets: readonly FlagSetName[] }
  | { readonly kind: 'label'; readonly labels: readonly string[] }
  | { readonly kind: 'time'; readonly compare: '>=' | '<'; /** Seconds since 1970. */ readonly seconds: number }
);

/** A query that cannot be understood; the message says which word, and what it could be. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/** The keys with what they take, for help. */
export const QUERY_KEYS: readonly (readonly [key: string, takes: string])[] = [
  ['PATTERN#N', 'events that sign N of a pattern looks at, as in sweep#1; without #N those of any of its signs'],
  ['source=', 'addresses or networks it comes from: 203.0.113.7,2001:db8::/32'],
  ['destination=', 'addresses or networks it goes to'],
  ['sport=', 'ports it comes from: 53,1024-65535'],
  ['dport=', 'ports it goes to'],
  ['transport=', 'tcp, udp, icmp, icmpv6, another name or a number'],
  ['outcome=', OUTCOMES.join(', ')],
  ['flags=', Object.keys(FLAG_SET).join(', ')],
  ['label=', 'the log prefix, rule or signature, in quotes where it has blanks: label="DROP IN"'],
  ['time>=', 'not before: 2026-10-09T08:00, in UTC unless it says +02:00'],
  ['time<', 'before'],
];

/** `sweep#1 source=203.0.113.7 not dport=22,8000-8010`. Throws QueryError. */
export function parseQuery(text: string): Term[] {
  const terms: Term[] = [];
  let isNot = false;
  for (const word of text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []) {
    if (word === 'not') {
      isNot = !isNot;
      continue;
    }
    terms.push({ ...parseTerm(word), isNot });
    isNot = false;
  }
  if (isNot) throw new QueryError('"not" at the end of the query excludes nothing: what comes behind it?');
  if (terms.length === 0) throw new QueryError('the query is empty; a query is such as "dport=22 outcome=dropped"');
  return terms;
}

type Parsed = Term extends infer One ? (One extends Term ? Omit<One, 'isNot'> : never) : never;

function parseTerm(word: string): Parsed {
  const [, key, compare, rest = ''] = /^([a-z]+)(>=|<=|=|<|>)(.*)$/s.exec(word) ?? [];
  if (key === undefined || compare === undefined) return parseSign(word);
  const value = rest.replaceAll('"', '');
  if (value === '') throw new QueryError(`"${word}" has nothing behind ${compare}`);
  if (key === 'time') return parseTime(word, compare, value);
  if (compare !== '=') throw new QueryError(`"${word}": only time is compared with ${compare}; ${key} takes =`);
  if (key === 'label') return { kind: 'label', labels: [value] };
  const values = value.split(',').filter((part) => part !== '');
  const each = <Value>(parse: (text: string) => Value | null, what: string): Value[] =>
    values.map((part) => {
      const parsed = parse(part);
      if (parsed === null) throw new QueryError(`"${word}": "${part}" is not ${what}`);
      return parsed;
    });
  switch (key) {
    case 'source':
    case 'destination':
      return { kind: 'address', end: key, prefixes: each(parsePrefix, 'an address or a network') };
    case 'sport':
    case 'dport':
      return { kind: 'port', end: key, ranges: each(parsePortRange, 'a port or a range of ports') };
    case 'transport':
      return { kind: 'transport', protocols: each(knownProtocol, 'a transport') };
    case 'outcome':
      return { kind: 'outcome', outcomes: each(oneOf(OUTCOMES), `one of ${OUTCOMES.join(', ')}`) };
    case 'flags': {
      const names = Object.keys(FLAG_SET) as FlagSetName[];
      return { kind: 'flags', sets: each(oneOf(names), `one of ${names.join(', ')}`) };
    }
    default: {
      const keys = QUERY_KEYS.slice(1).map(([name]) => name.replace(/\W+$/, ''));
      throw new QueryError(`"${word}": there is no ${key}; a query may have ${[...new Set(keys)].join(', ')}`);
    }
  }
}

function parseSign(word: string): Parsed {
  const [, pattern, sign] = /^(?:traffic\.|harmless\.)?([a-z0-9-]+)(?:#(\d+))?$/.exec(word) ?? [];
  if (pattern === undefined) {
    throw new QueryError(`"${word}" is no pattern such as sweep#1 and no condition such as dport=22`);
  }
  return { kind: 'sign', pattern, sign: sign === undefined ? null : Number(sign) };
}

function parseTime(word: string, compare: string, value: string): Parsed {
  const text = /T.*([zZ]|[+-]\d\d:?\d\d)$/.test(value) || !value.includes('T') ? value : `${value}Z`;
  const milliseconds = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new QueryError(`"${word}": "${value}" is not a time such as 2026-10-09 or 2026-10-09T08:00`);
  }
  if (compare !== '>=' && compare !== '<') {
    throw new QueryError(`"${word}": time takes >= and <, so that spans meet without overlapping`);
  }
  return { kind: 'time', compare, seconds: milliseconds / 1000 };
}

function knownProtocol(text: string): number | null {
  const protocol = protocolOf(text);
  return protocol === PROTOCOL.unknown && text !== 'unknown' && text !== '255' ? null : protocol;
}

function oneOf<Name extends string>(names: readonly Name[]): (text: string) => Name | null {
  return (text) => names.find((name) => name === text) ?? null;
}
