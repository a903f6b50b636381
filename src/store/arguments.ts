import { closestNames } from '../knowledge/closest-names.ts';
import { parameterText, type ParameterName } from './parameter-list.ts';
import { READERS, type ParameterValues, type Reader, type Surroundings } from './parameters.ts';
import type { HalvesRange } from './halves-range.ts';
import type { Question } from './question.ts';

/** A port or a range of ports, of one transport or of any. */
export interface PortArgument {
  readonly from: number;
  readonly to: number;
  /** IP protocol number; null for every transport with ports. */
  readonly proto: number | null;
}

/** Everything that any question may be asked with, understood: numbers only. What a question does not take is null, or says nothing. */
export interface Arguments {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The first moment that does not belong to it. */
  readonly until: number;
  readonly port: PortArgument | null;
  readonly source: HalvesRange | null;
  readonly destination: HalvesRange | null;
  readonly address: HalvesRange | null;
  readonly transport: number | null;
  readonly action: number | null;
  readonly sensor: number | null;
  readonly bucket: number;
  readonly check: bigint | null;
  readonly rule: bigint | null;
  readonly verdict: number | null;
  readonly severity: number;
  readonly lens: number | null;
  readonly minTargets: number;
  readonly minPorts: number;
  readonly minSources: number;
  readonly minDays: number;
  readonly minDropped: number;
  readonly maxEvents: number;
  readonly limit: number;
}

/** A question that cannot be asked like this; the message repeats what was said, and says what is possible. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
}

/** What a question asks with, as it was understood: for people to check. */
export type UnderstoodArguments = Readonly<Record<string, string>>;

/** Longest word that is repeated in a message. */
const MAX_REPEATED = 80;

/**
 * Reads what a question is asked with from words by name: flags of a command line and the query of a URL are the same. This is the only
 * place where text becomes an argument. Throws QuestionError.
 */
export function readArguments(
  question: Question,
  words: ReadonlyMap<string, string>,
  around: Surroundings,
): { readonly args: Arguments; readonly understood: UnderstoodArguments } {
  for (const name of words.keys()) {
    if (!(question.parameters as readonly string[]).includes(name)) throw new QuestionError(unknown(question, name));
  }
  const understood: Record<string, string> = {};
  const required = question.argument?.isRequired === true ? question.argument.name : null;
  const textOf = (name: ParameterName): string | undefined =>
    question.parameters.includes(name) ? (words.get(name) ?? question.defaults[name]) : undefined;
  if (required !== null && textOf(required) === undefined) {
    throw new QuestionError(`${question.name} needs a ${required}: ${parameterText(required).takes}`);
  }
  const optional = <Name extends ParameterName>(name: Name): ParameterValues[Name] | null => {
    const text = textOf(name);
    if (text === undefined) return null;
    const reader: Reader<ParameterValues[Name]> = READERS[name];
    const value = reader.read(text, around);
    if (value === null) throw new QuestionError(`${name} takes ${parameterText(name).takes}, and got ${repeat(text)}`);
    understood[name] = reader.show(value, around, text);
    return value;
  };
  const read = {
    since: optional('since') ?? 0,
    until: optional('until') ?? around.now + 1,
    port: optional('port'),
    source: optional('source'),
    destination: optional('destination'),
    address: optional('address'),
    transport: optional('transport'),
    action: optional('action'),
    sensor: optional('sensor'),
    bucket: optional('bucket') ?? 3_600_000,
    check: optional('check'),
    rule: optional('rule'),
    verdict: optional('verdict'),
    severity: optional('severity') ?? 0,
    lens: optional('lens'),
    minTargets: optional('min-targets') ?? 1,
    minPorts: optional('min-ports') ?? 1,
    minSources: optional('min-sources') ?? 1,
    minDays: optional('min-days') ?? 1,
    minDropped: optional('min-dropped') ?? 1,
    maxEvents: optional('max-events') ?? 1,
    limit: optional('limit') ?? 100,
  } satisfies Arguments;
  const args = aligned(read, question.step?.(read) ?? 1);
  if (args.until <= args.since) {
    throw new QuestionError(
      `since ${iso(args.since)} is not before until ${iso(args.until)}: there is nothing between them`,
    );
  }
  if (question.parameters.includes('since')) understood['since'] = args.since === 0 ? 'all' : iso(args.since);
  if (question.parameters.includes('until')) understood['until'] = iso(args.until);
  return { args, understood };
}

/** Counts by the hour or the day are of whole ones: the range is widened to their borders, and the answer says so. */
function aligned(args: Arguments, step: number): Arguments {
  const { since, until } = args;
  return { ...args, since: since - (since % step), until: Math.ceil(until / step) * step };
}

function unknown(question: Question, name: string): string {
  const [close] = closestNames(name, question.parameters, 1);
  const hint = close === undefined ? `it takes ${question.parameters.join(', ')}` : `did you mean ${close}?`;
  return `${question.name} does not take ${repeat(name)}; ${hint}`;
}

/** In quotes and cut, its control characters escaped. */
export function repeat(text: string): string {
  return JSON.stringify(text.length > MAX_REPEATED ? `${text.slice(0, MAX_REPEATED)}...` : text);
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
