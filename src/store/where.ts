import { PROTOCOL } from '../net/protocol.ts';
import type { Arguments, PortArgument } from './arguments.ts';
import type { HalvesRange } from './halves-range.ts';
import { literal, literals } from './literal.ts';
import type { Part } from './question.ts';

/** Transports whose numbers are ports; 255 where the log does not say, and there may be ports. */
const WITH_PORTS = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.dccp, PROTOCOL.sctp, PROTOCOL.udplite, PROTOCOL.unknown];

/** Events of protocols that have ports. */
export const HAS_PORTS = `proto IN (${WITH_PORTS.map((proto) => literals.byte(proto)).join(', ')})`;

/** Sum of a column of 64 bits, in the two halves that `bytes` columns read: ClickHouse's own sum wraps around at 2^64. */
export function byteSum(column: string): string {
  return `sum(intDiv(${column}, 4294967296)) AS upper_sum, sum(${column} % 4294967296) AS lower_sum`;
}

/** Dropped or rejected by a filter; a port's own refusal is neither. */
export const IS_DROPPED = 'action = 2 OR action = 3';

/** A value of 64 bits in the two halves that `bytes` columns read. */
export function byteHalves(column: string): string {
  return `intDiv(${column}, 4294967296) AS upper_part, ${column} % 4294967296 AS lower_part`;
}

/** Conditions joined by AND, behind WHERE; what is null asks for nothing. */
export function where(...conditions: readonly (string | null)[]): string {
  return conditions.filter((condition) => condition !== null).join(' AND ');
}

/** What the arguments say of events, of all their columns. */
export function eventsOf(args: Arguments): string {
  return where(
    during('ts', args),
    portIs('dport', args.port),
    addressIn('src', args.source),
    addressIn('dst', args.destination),
    is('proto', args.transport),
    is('action', args.action),
    sensorIs(args),
  );
}

/** What the arguments say of hours of `port_hours`. */
export function hoursOf(args: Arguments): string {
  return where(
    during('hour', args),
    portIs('dport', args.port),
    is('proto', args.transport),
    is('action', args.action),
    sensorIs(args),
  );
}

export function during(column: string, { since, until }: Pick<Arguments, 'since' | 'until'>): string {
  return `${column} >= ${literals.time(since)} AND ${before(column, until)}`;
}

export function before(column: string, moment: number): string {
  return `${column} < ${literals.time(moment)}`;
}

export function portIs(column: string, port: PortArgument | null): string | null {
  if (port === null) return null;
  const transport = port.proto === null ? HAS_PORTS : `proto IN (${literals.byte(port.proto)})`;
  return `${column} >= ${literals.port(port.from)} AND ${column} <= ${literals.port(port.to)} AND ${transport}`;
}

/** `side`: what the halves' names begin with, `src` of `src_hi`. */
export function addressIn(side: string, range: HalvesRange | null): string | null {
  if (range === null) return null;
  const { first, last } = range;
  const half = (name: string, from: bigint, to: bigint): string =>
    `${name} >= ${literals.u64(from)} AND ${name} <= ${literals.u64(to)}`;
  return `${half(`${side}_hi`, first.hi, last.hi)} AND ${half(`${side}_lo`, first.lo, last.lo)}`;
}

export function is(column: string, value: number | bigint | null): string | null {
  return value === null ? null : `${column} = ${literal(value, 0n, (1n << 64n) - 1n)}`;
}

export function sensorIs({ sensor }: Arguments): string | null {
  return is('sensor', sensor);
}

/** Rows that a part of an answer may have. */
export function limitOf({ rows }: Pick<Part, 'rows'>, { limit }: Arguments): number {
  return Math.min(rows ?? limit, limit);
}

/** One row more than that is asked for: it says whether there are more. */
export function limited(args: Arguments, rows?: number): string {
  return `LIMIT ${literals.count(Math.min(rows ?? args.limit, args.limit) + 1)}`;
}
