import type { Condition, CountSign, Need, Precedent, Sign } from './pattern.ts';

/** What a sign looks for, with its thresholds, as a person reads it. */
export function describeSign(sign: Sign): string {
  if (sign.by === 'sockets') return `${sign.shows} (on this machine: ${sign.rule})`;
  const parts = [describeCondition(sign.when)];
  for (const other of sign.unless ?? []) parts.push(`unless ${describeCondition(other)}`);
  if (sign.by === 'count') parts.push(...describeCount(sign));
  else {
    const parameters = Object.entries(sign.with).map(([name, value]) => `${spaced(name)} ${value}`);
    parts.push(`judged by the ${sign.algorithm} algorithm with ${parameters.join(', ')}`);
  }
  return `${sign.shows} (${sign.confidence} confidence): ${parts.join('; ')}`;
}

function describeCount({ per, need, after, notAfter }: CountSign): string[] {
  const parts: string[] = [];
  if (need !== undefined) parts.push(describeNeed(need, per));
  if (after !== undefined) parts.push(`after ${describePrecedent(after)}`);
  if (notAfter !== undefined) parts.push(`with nothing before it: no ${describePrecedent(notAfter)}`);
  return parts;
}

const PER = {
  event: 'by itself',
  source: 'by one source',
  destination: 'at one destination',
  pair: 'between the same two',
  'source-dport': 'by one source on one port',
  service: 'at one port of one destination',
  sensor: 'in all',
} as const satisfies Record<CountSign['per'], string>;

function describeNeed(need: Need, per: CountSign['per']): string {
  const parts: string[] = [];
  if (need.events !== undefined) parts.push(`${need.events} or more`);
  for (const [field, count] of Object.entries(need.distinct ?? {})) parts.push(`${count} or more different ${field}s`);
  for (const [field, count] of Object.entries(need.few ?? {})) parts.push(`${count} different ${field}s at most`);
  if (need.ports !== undefined) parts.push(`at least ${need.ports.atLeast} of the ports ${need.ports.of.join(', ')}`);
  if (need.share !== undefined) {
    parts.push(`${Math.round(need.share.atLeast * 100)} % of them ${describeCondition(need.share.when)}`);
  }
  return `${parts.join(' and ')} ${PER[per]} within ${need.within}`;
}

function describePrecedent({ when, between, within }: Precedent): string {
  return `${describeCondition(when)} ${WAY[between]} within ${within}`;
}

const WAY = {
  same: 'between the same two',
  reversed: 'the other way round',
  served: 'from anybody to its source',
} as const satisfies Record<Precedent['between'], string>;

function describeCondition(condition: Condition): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(condition)) parts.push(describePart(name, value));
  return parts.join(', ');
}

function describePart(name: string, value: unknown): string {
  if (Array.isArray(value)) return `${spaced(name)} ${value.join(' or ')}`;
  if (typeof value === 'boolean') return value ? spaced(name) : `no ${spaced(name)}`;
  if (typeof value !== 'object' || value === null) return `${spaced(name)} ${String(value)}`;
  const inner = Object.entries(value).map(([key, part]) => describePart(key, part));
  return `${spaced(name)} ${inner.join(' and ')}`;
}

/** `bytesBack` is "bytes back". */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
