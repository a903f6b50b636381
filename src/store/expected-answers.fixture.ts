import { expectPlainAnswers, PlainAnswers, type ExpectedPart } from './hold-answers.fixture.ts';
import { CASES, type Case } from './question-cases.fixture.ts';
import { generateData, NOW } from './question-data.fixture.ts';
import type { Store } from './store.ts';

/** 1,000,000 generated events in the long form (`npm run test:lab`), 20,000 otherwise. */
export const DATA = generateData(process.env['PORTOLAN_LAB'] === 'full' ? 1_000_000 : 20_000);

const PLAIN = new PlainAnswers(DATA, NOW);

/** What a case must answer, by a plain computation; of every engine the same, and computed once. */
export const expectedAnswer = (one: Case): readonly ExpectedPart[] => PLAIN.answer(one);

/** Asks a store that holds `DATA` every case; `state` is for messages. */
export const expectAnswers = (store: Store, state: string): Promise<void> =>
  expectPlainAnswers(PLAIN, store, state, CASES);
