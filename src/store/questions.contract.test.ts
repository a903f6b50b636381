import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { askQuestion, type Answer } from './ask.ts';
import { CASES, ORACLES, type Case } from './question-cases.fixture.ts';
import { ENGINES } from './question-engines.fixture.ts';
import { generateData, NOW, type QuestionData } from './question-data.fixture.ts';
import { fillStore } from './fill-store.fixture.ts';
import { sorted } from './oracle.fixture.ts';
import type { Question } from './question.ts';
import { QUESTIONS } from './questions/all.ts';
import { limitOf } from './where.ts';

const IS_FULL = process.env['PORTOLAN_LAB'] === 'full';
const EVENTS = IS_FULL ? 1_000_000 : 20_000;
const data = generateData(EVENTS);
const MINUTES = 60_000;

/** What a case must answer, of every engine: computed once. */
const expected = new Map<Case, ReturnType<typeof expectedOf>>();

function expectedOf(question: Question, words: ReadonlyMap<string, string>, rows: QuestionData) {
  const { args } = readArguments(question, words, { now: NOW, sensors: rows.sensors });
  return question.parts.map((part) => {
    const all = sorted(ORACLES[`${question.name}.${part.name}`]?.(rows, args) ?? []);
    const most = limitOf(part, args);
    return { name: part.name, rows: all.slice(0, most), isCut: all.length > most };
  });
}

const shown = ({ parts }: Answer) => parts.map(({ name, rows, isCut }) => ({ name, rows, isCut }));

describe('what questions must answer', () => {
  it('is computed for each part of each', () => {
    const parts = QUESTIONS.flatMap(({ name, parts: list }) => list.map((part) => `${name}.${part.name}`));
    expect(Object.keys(ORACLES).toSorted()).toEqual(parts.toSorted());
    expect(new Set(CASES.map(({ question }) => question))).toEqual(new Set(QUESTIONS.map(({ name }) => name)));
  });

  it('is something, for the first case of each question: a test of nothing proves nothing', () => {
    for (const question of QUESTIONS) {
      const first = CASES.find((one) => one.question === question.name);
      const answers = expectedOf(question, new Map(Object.entries(first?.words ?? {})), data);
      for (const { name, rows } of answers) expect(rows.length, `${question.name}.${name}`).toBeGreaterThan(0);
    }
  });
});

for (const { name, open } of ENGINES) {
  describe(`questions on ${name}`, { timeout: 15 * MINUTES }, () => {
    it('are answered as a plain computation does, hot, half sealed and sealed', async () => {
      const { store, stages, close } = await open();
      try {
        await fillStore(store, data);
        for (const stage of stages) {
          await stage.begin();
          for (const one of CASES) {
            const question = QUESTIONS.find((candidate) => candidate.name === one.question);
            if (question === undefined) throw new Error(one.question);
            const words = new Map(Object.entries(one.words));
            const wanted = expected.get(one) ?? expectedOf(question, words, data);
            expected.set(one, wanted);
            const answer = await askQuestion(store, one.question, words, NOW);
            expect(answer.isPartial).toBe(false);
            expect(shown(answer), `${stage.name}: ${one.question} ${JSON.stringify(one.words)}`).toEqual(wanted);
          }
        }
      } finally {
        await close();
      }
    });
  });
}
