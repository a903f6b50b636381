import type { AlgorithmSign, Condition, CountSign, GroupBy, Pattern } from '../../knowledge/pattern.ts';
import { secondsOf } from './duration.ts';
import { Matcher } from './matcher.ts';
import type { NamedPorts } from './port-set.ts';
import type { EventView } from './view.ts';

export type DistinctField = 'source' | 'destination' | 'sport' | 'dport';

/** What a group of events must reach; see `Need` of the pattern language. */
export interface CompiledNeed {
  readonly events: number;
  readonly distinct: readonly (readonly [field: DistinctField, atLeast: number])[];
  readonly few: readonly (readonly [field: DistinctField, atMost: number])[];
  readonly share: { readonly matcher: Matcher; readonly atLeast: number } | null;
  /** Seconds. */
  readonly within: number;
}

export interface CompiledPrecedent {
  readonly matcher: Matcher;
  readonly between: 'same' | 'reversed' | 'served';
  /** Seconds. */
  readonly within: number;
  /** Whether the sign wants it to have been, or not to have been. */
  readonly wanted: boolean;
}

/** The conditions of a sign, ready to be tested. */
class CompiledConditions {
  readonly matcher: Matcher;
  readonly unless: readonly Matcher[];
  /** Exceptions that ask for more than the kind of an event. */
  readonly #closeExceptions: readonly Matcher[];
  /** Events of a fitting kind fulfil it, whatever else they are. */
  readonly isPlain: boolean;

  constructor(when: Matcher, unless: readonly Matcher[]) {
    this.matcher = when;
    this.unless = unless;
    this.#closeExceptions = unless.filter(({ asksMore }) => asksMore);
    this.isPlain = !when.asksMore && this.#closeExceptions.length === 0;
  }

  /** Whether events of this kind can fulfil it. */
  matchesKind(view: EventView, row: number): boolean {
    if (!this.matcher.matchesKind(view, row)) return false;
    return !this.unless.some((exception) => !exception.asksMore && exception.matchesKind(view, row));
  }

  /** Whether an event of a fitting kind fulfils it. */
  matchesRest(view: EventView, row: number): boolean {
    if (this.isPlain) return true;
    if (this.matcher.asksMore && !this.matcher.matchesRest(view, row)) return false;
    for (const exception of this.#closeExceptions) if (exception.matches(view, row)) return false;
    return true;
  }

  /** Both. */
  matches(view: EventView, row: number): boolean {
    return this.matchesKind(view, row) && this.matchesRest(view, row);
  }
}

/** A sign that counts, ready to be tested. */
export class CompiledCount extends CompiledConditions {
  readonly pattern: Pattern;
  readonly sign: CountSign;
  readonly per: GroupBy;
  readonly need: CompiledNeed | null;
  readonly precedent: CompiledPrecedent | null;
  readonly isHarmless: boolean;

  constructor(pattern: Pattern, sign: CountSign, names: NamedPorts) {
    super(
      new Matcher(sign.when, names, sign.need?.ports?.of ?? null),
      (sign.unless ?? []).map((condition) => new Matcher(condition, names)),
    );
    this.pattern = pattern;
    this.sign = sign;
    this.per = sign.per;
    this.need = compileNeed(sign, names);
    this.precedent = compilePrecedent(sign, names);
    this.isHarmless = pattern.kind === 'harmless';
  }
}

/** What an algorithm looks at, and its parameters. */
export class CompiledAlgorithm extends CompiledConditions {
  readonly pattern: Pattern;
  readonly sign: AlgorithmSign;

  constructor(pattern: Pattern, sign: AlgorithmSign, names: NamedPorts) {
    super(
      new Matcher(sign.when, names),
      (sign.unless ?? []).map((condition) => new Matcher(condition, names)),
    );
    this.pattern = pattern;
    this.sign = sign;
  }

  /** A number among the parameters; null where the pattern does not set it. */
  number(name: string): number | null {
    const value = this.sign.with[name];
    return typeof value === 'number' ? value : null;
  }

  /** A time among the parameters, in seconds. */
  seconds(name: string): number | null {
    const value = this.sign.with[name];
    return typeof value === 'string' ? secondsOf(value) : null;
  }
}

function compileNeed({ need }: CountSign, names: NamedPorts): CompiledNeed | null {
  if (need === undefined) return null;
  const distinct: [DistinctField, number][] = Object.entries(need.distinct ?? {}).map(([field, count]) => [
    field as DistinctField,
    count,
  ]);
  if (need.ports !== undefined) distinct.push(['dport', need.ports.atLeast]);
  return {
    events: need.events ?? 1,
    distinct,
    few: Object.entries(need.few ?? {}).map(([field, count]) => [field as DistinctField, count]),
    share:
      need.share === undefined ? null : { matcher: new Matcher(need.share.when, names), atLeast: need.share.atLeast },
    within: secondsOf(need.within),
  };
}

function compilePrecedent({ when, after, notAfter }: CountSign, names: NamedPorts): CompiledPrecedent | null {
  const precedent = after ?? notAfter;
  if (precedent === undefined) return null;
  const { between } = precedent;
  return {
    matcher: new Matcher(between === 'reversed' ? { ...reversedEnds(when), ...precedent.when } : precedent.when, names),
    between,
    within: secondsOf(precedent.within),
    wanted: after !== undefined,
  };
}

/** The other way round the ends have each other's classes: most logs have no such events at all, and none are kept then. */
function reversedEnds({ source, destination }: Condition): Condition {
  return {
    ...(destination === undefined ? {} : { source: destination }),
    ...(source === undefined ? {} : { destination: source }),
  };
}
