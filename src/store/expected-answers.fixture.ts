import { expect } from 'vitest';
import { readArguments } from './arguments.ts';
import { askQuestion, questionOf } from './ask.ts';
import { sorted } from './oracle.fixture.ts';
import { CASES, ORACLES, type Case } from './question-cases.fixture.ts';
import { generateData, NOW } from './question-data.fixture.ts';
import type { ResultRow } from './result-column.ts';
import type { Store } from './store.ts';
import { limitOf } from './where.ts';

interface ExpectedPart {
  readonly name: string;
  readonly rows: readonly ResultRow[];
  readonly isCut: boolean;
}

/** 1,000,000 generated events in the long form (`npm run test:lab`), 20,000 otherwise. */
export const DATA = generateData(process.env['PORTOLAN_LAB'] === 'full' ? 1_000_000 : 20_000);

const computed = new Map<Case, readonly ExpectedPart[]>();

/** What a case must answer, by a plain computation; of every engine the same, and computed once. */
export function expectedAnswer(one: Case): readonly ExpectedPart[] {
  const known = computed.get(one);
  if (known !== undefined) return known;
  const question = questionOf(one.question);
  const { args } = readArguments(question, wordsOf(one), { now: NOW, sensors: DATA.sensors });
  const parts = question.parts.map((part): ExpectedPart => {
    const all = sorted(ORACLES[`${question.name}.${part.name}`]?.(DATA, args) ?? []);
    const most = limitOf(part, args);
    return { name: part.name, rows: all.slice(0, most), isCut: all.length > most };
  });
  computed.set(one, parts);
  return parts;
}

/** Asks a store that holds `DATA` every case; `state` is for messages. */
export async function expectAnswers(store: Store, state: string): Promise<void> {
  for (const one of CASES) {
    const answer = await askQuestion(store, one.question, wordsOf(one), NOW);
    const parts = answer.parts.map(({ name, rows, isCut }) => ({ name, rows, isCut }));
    const title = `${state}: ${one.question} ${JSON.stringify(one.words)}`;
    expect(answer.isPartial, title).toBe(false);
    expect(parts, title).toEqual(expectedAnswer(one));
  }
}

const wordsOf = ({ words }: Case): ReadonlyMap<string, string> => new Map(Object.entries(words));
