import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Algorithm, CountSign, Pattern, Sign } from '../../knowledge/pattern.ts';
import { ADDRESS_CLASS } from '../address-classes.ts';
import { CountSigns } from '../detectors/count-signs.ts';
import { scanSigns } from '../detectors/scan-signs.ts';
import type { CompiledAlgorithm, CompiledCount } from '../patterns/compiled-sign.ts';
import { compilePatterns } from '../patterns/compile-patterns.ts';
import type { EventView } from '../patterns/view.ts';
import { QueryError } from './query.ts';

/** Tests events one after the other; it must see all of them, for some depend on what came before. */
export type EventTest = (view: EventView, row: number) => boolean;

/** The events that a sign of a pattern looks at, just as the detectors take them in. Throws QueryError. */
export function signTest(knowledge: Knowledge, id: string, number: number | null): EventTest {
  const pattern = knowledge.pattern(id);
  if (pattern === null) {
    throw new QueryError(`there is no pattern "${id}"; portolan knowledge patterns lists them`);
  }
  const signs = number === null ? pattern.signs : pattern.signs.slice(number - 1, number);
  const tests = signs.filter(({ by }) => by !== 'sockets').map((sign) => testOf(knowledge, pattern, sign));
  if (number === 0 || tests.length === 0) {
    throw new QueryError(`${id}#${number ?? 1} is no sign in traffic: ${id} has ${pattern.signs.length} signs`);
  }
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  // No short cut: each of them has to see every event.
  return (view, row) => tests.map((test) => test(view, row)).includes(true);
}

function testOf(knowledge: Knowledge, pattern: Pattern, sign: Sign): EventTest {
  if (sign.by === 'count') return countTest(knowledge, pattern, sign);
  const all = compilePatterns(knowledge).algorithms;
  const signsOf = (algorithm: Algorithm): readonly CompiledAlgorithm[] => all.get(algorithm) ?? [];
  const own = [...all.values()].flat().filter((one) => one.sign === sign || isSame(one, pattern, sign));
  const matchesAny =
    (signs: readonly CompiledAlgorithm[]): EventTest =>
    (view, row) =>
      signs.some((one) => one.matches(view, row));
  if (sign.by !== 'algorithm') return () => false;
  switch (sign.algorithm) {
    case 'scan':
    case 'coordinated-scan': {
      const { inward, outward } = scanSigns(signsOf('scan'));
      const isOutward = own.some((one) => one.matcher.source === ADDRESS_CLASS.own);
      return scanTest(knowledge, isOutward, matchesAny(isOutward ? outward : inward));
    }
    case 'backscatter':
      return matchesAny(signsOf('backscatter'));
    case 'tunnel': {
      const isQuestion = matchesAny(signsOf('tunnel'));
      return (view, row) => view.batch.payloads.get(row)?.['dns.label-length'] !== undefined && isQuestion(view, row);
    }
    case 'flood':
    case 'guessing':
    case 'rhythm':
      return matchesAny(own);
  }
}

/** The knowledge base makes its patterns anew whenever it is asked. */
function isSame({ pattern, sign }: CompiledAlgorithm, other: Pattern, wanted: Sign): boolean {
  return pattern.id === other.id && pattern.signs.indexOf(sign) === other.signs.indexOf(wanted);
}

/** A sign that needs no number of events shows itself at every one of them: so its earlier events are minded too. */
function countTest(knowledge: Knowledge, pattern: Pattern, sign: CountSign): EventTest {
  const [whole] = compilePatterns(knowledge, [{ ...pattern, signs: [sign] }]).counts;
  const { need: _, ...needless } = sign;
  const counts = new CountSigns(compilePatterns(knowledge, [{ ...pattern, signs: [needless] }]).counts, null);
  return (view, row) => {
    counts.take(view, row, 0);
    return (counts.harmless ?? counts.other) !== null && whole?.matches(view, row) === true;
  };
}

/** What is harmless is no part of a scan. */
function scanTest(knowledge: Knowledge, isOutward: boolean, isTry: EventTest): EventTest {
  const harmless: CompiledCount[] = compilePatterns(knowledge).counts.filter((count) => count.isHarmless);
  const counts = new CountSigns(harmless, null);
  return (view, row) => {
    counts.take(view, row, 0);
    if (counts.harmless !== null) return false;
    const isFromUs = ((view.source[row] ?? 0) & ADDRESS_CLASS.own) !== 0;
    return isFromUs === isOutward && isTry(view, row);
  };
}
