import type { Condition, CountSign, Need, Pattern, Precedent, Sign } from '../../../knowledge/pattern.ts';
import type { Context } from '../../context.ts';
import { wrap } from '../../wrap.ts';

const LABEL_WIDTH = 16;
const INDENT = '  ';
const MAX_WIDTH = 110;

/** A pattern as a person reads it, its signs in words. */
export function* formatPattern(pattern: Pattern, { style, isTerminal, width }: Context): Generator<string> {
  const room = isTerminal ? Math.min(width, MAX_WIDTH) : Number.POSITIVE_INFINITY;
  const entry = function* (label: string, text: string): Generator<string> {
    const lines = wrap(text, room - LABEL_WIDTH - INDENT.length);
    for (const [index, line] of lines.entries()) {
      const head = (index === 0 ? label : '').padEnd(LABEL_WIDTH);
      yield INDENT + style.dim(head) + line;
    }
  };
  yield `${style.strong(pattern.id)}  ${style.strong(pattern.title)}`;
  yield INDENT + style.dim(`${pattern.kind} · ${pattern.severity}`);
  yield* entry('Means', `${pattern.meaning.text}${marks(pattern.meaning.sources)}`);
  for (const sign of pattern.signs) yield* entry('Shown by', describeSign(sign));
  for (const { text, tell, sources } of pattern.innocent) {
    yield* entry('May be innocent', `${text} To tell: ${tell}${marks(sources)}`);
  }
  for (const advice of pattern.advice) yield* entry('Do', `${advice.do}${marks(advice.sources)}`);
  if (pattern.attack.length > 0) yield* entry('ATT&CK', pattern.attack.join(', '));
}

function marks(sources: readonly string[]): string {
  return sources.map((id) => ` [${id}]`).join('');
}

function describeSign(sign: Sign): string {
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
