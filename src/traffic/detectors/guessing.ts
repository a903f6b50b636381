import { Tally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import { formatCount } from '../words.ts';
import type { Contacts, ToldVisits, Visits } from './contacts.ts';

/** Share of the visits that must be alike. */
const ALIKE = 0.8;
/** A session so many times as large as a failed login means that one of the guesses was right. */
const LARGE_SESSION = 20;

/**
 * Guessing of passwords: many short conversations of the same size with a service that has a login, and not with the
 * regularity of a clock. A failed login looks like every other failed login.
 */
export function* guessing(
  signs: readonly CompiledAlgorithm[],
  contacts: Contacts,
  told: ToldVisits,
): Generator<Sighting> {
  const isWide = (sign: CompiledAlgorithm): boolean => sign.number('sources') !== null;
  for (const sign of signs) {
    if (isWide(sign)) continue;
    for (const visits of contacts.of(sign)) {
      const { contact, tally } = visits;
      const judged = judge(sign, visits);
      if (tally === null || judged === null || told.has(visits)) continue;
      told.add(visits);
      const isSteady = judged === 'steady';
      const hasWon = contact.hasSizes && contact.largestSize >= LARGE_SESSION * contact.medianSize;
      tally.missed(contact.count - tally.events);
      yield sightingOf(sign.pattern, sign.sign, tally, {
        unexplained: visits.unexplained,
        severity: hasWon ? 'critical' : isSteady ? 'low' : (sign.sign.severity ?? sign.pattern.severity),
        confidence: contact.hasSizes && !isSteady ? sign.sign.confidence : 'low',
        what: `tried ${formatCount(contact.count)} logins of the same kind${isSteady ? ' at a steady pace, as a patient guesser or a monitor does' : ''}${hasWon ? ', and one session was much larger than all others: a guess may have been right' : ''}`,
        why: [
          `${contact.largestHour} within an hour`,
          contact.hasSizes ? `${Math.round(contact.alike(0.1) * 100)} % of one size` : 'the log has no sizes',
        ],
      });
    }
  }
  // Those who guessed enough to be told by themselves are told; the wide variant is about the others.
  for (const sign of signs) if (isWide(sign)) yield* manySources(sign, contacts, told);
}

/** What the visits are; at a steady pace they may be a monitor's as well. */
function judge(sign: CompiledAlgorithm, { contact }: Visits): 'guesses' | 'steady' | null {
  if (contact.largestHour < (sign.number('attempts') ?? Number.POSITIVE_INFINITY)) return null;
  if (contact.hasSizes && contact.alike(sign.number('sizeSpread') ?? 0.1) < ALIKE) return null;
  const isSteady = contact.rhythmSpread <= (sign.number('rhythmSpread') ?? 0.1);
  if (!isSteady || contact.count >= (sign.number('evenIfSteady') ?? Number.POSITIVE_INFINITY)) return 'guesses';
  return 'steady';
}

/** A few guesses each by very many sources at one service, all of one size. */
function* manySources(sign: CompiledAlgorithm, contacts: Contacts, told: ToldVisits): Generator<Sighting> {
  const services = new Map<string, Visits[]>();
  for (const visits of contacts.of(sign)) {
    if (visits.contact.count < (sign.number('attemptsEach') ?? 3) || told.has(visits)) continue;
    const key = `${visits.family} ${visits.destination} ${visits.protocol} ${visits.dport}`;
    const list = services.get(key);
    if (list === undefined) services.set(key, [visits]);
    else list.push(visits);
  }
  for (const list of services.values()) {
    const sizes = list
      .map(({ contact }) => contact.medianSize)
      .filter((size) => size > 0)
      .sort((a, b) => a - b);
    const median = sizes[sizes.length >> 1];
    if (median === undefined) continue;
    const alike = list.filter(({ contact }) => Math.abs(contact.medianSize - median) <= 0.1 * median);
    if (alike.length < (sign.number('sources') ?? 50)) continue;
    const tally = new Tally();
    let attempts = 0;
    for (const visits of alike) {
      attempts += visits.contact.count;
      told.add(visits);
      if (visits.tally !== null) tally.join(visits.tally);
    }
    tally.missed(attempts - tally.events);
    yield sightingOf(sign.pattern, sign.sign, tally, {
      what: `got ${formatCount(attempts)} logins of one size from ${alike.length} sources, a few from each`,
      why: [`${alike.length} sources with conversations of about ${Math.round(median)} bytes`],
      members: alike.map(({ family, source }) => ({ family, address: source })),
      sources: alike.length,
      unexplained: alike.reduce((sum, visits) => sum + visits.unexplained, 0),
    });
  }
}
