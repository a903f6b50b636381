import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuestionError, readArguments } from './arguments.ts';
import { askQuestion } from './ask.ts';
import { PARAMETER_NAMES, parameterText, type ParameterName } from './parameter-list.ts';
import { CASES } from './question-cases.fixture.ts';
import { NOW, SENSORS } from './question-data.fixture.ts';
import type { Question } from './question.ts';
import { QUESTION_NAMES } from './question-names.ts';
import { QUESTIONS } from './questions/all.ts';
import type { Store } from './store.ts';

const AROUND = { now: NOW, sensors: SENSORS };

const NASTY = [
  `'`,
  `"`,
  '`',
  `' OR '1'='1`,
  `22'; DROP TABLE events; --`,
  '22 --',
  '22/*x*/',
  '22;',
  '\\',
  '\0',
  '22\0',
  '22\n',
  ' 22',
  '22 ',
  '+22',
  '-1',
  '1e3',
  '0x16',
  '1.5',
  'NaN',
  'Infinity',
  '\u0662\u0662',
  '\uff12\uff12',
  '\u202e22',
  '\u{1f980}',
  '\ud800',
  '99999999999999999999',
  '18446744073709551616',
  '9'.repeat(5000),
  '',
  ',',
  '22,23',
  '[22]',
  '{"$gt":""}',
  '22/tcp/udp',
  '22/',
  '/tcp',
  '65536',
  '22-21',
  '256',
  '10.0.0.0/33',
  '10.0.0.256',
  '::/129',
  'fe80::1%eth0',
  '::ffff:1.2.3.4',
  '2026-02-30',
  '2026-11-01T25:00',
  '9999999d',
  '-7d',
  '7d7d',
  '7D',
  'constructor',
  '__proto__',
  'toString',
  '${7*7}',
  '%27',
  'a'.repeat(2000),
];

/** What is harmless for each parameter, where something must be given. */
const HARMLESS: Readonly<Partial<Record<ParameterName, string>>> = { port: '22', source: '192.0.2.1' };

function wordsWith(question: Question, name: string, value: string): Map<string, string> {
  const required = question.argument?.isRequired === true ? question.argument.name : null;
  const words = new Map<string, string>(required === null ? [] : [[required, HARMLESS[required] ?? '']]);
  return words.set(name, value);
}

/** The statements of accepted words; null where they are refused, as they must be: with a sentence. */
function statementsOf(question: Question, words: ReadonlyMap<string, string>): string[] | null {
  try {
    const { args } = readArguments(question, words, AROUND);
    return question.parts.map(({ sql }) => sql(args));
  } catch (error) {
    expect(error).toBeInstanceOf(QuestionError);
    return null;
  }
}

/** Everything that statements may be made of: no quote, no semicolon, no comment, nothing that is not ASCII. */
const ALPHABET = /^[A-Za-z0-9_ (),.*<>=+%\n-]*$/;

function expectPlain(statements: readonly string[]): void {
  for (const sql of statements) {
    expect(sql).toMatch(ALPHABET);
    expect(sql).not.toContain('--');
  }
}

/** A statement with its numbers, and lists of them, taken out. */
const skeletonOf = (sql: string): string => sql.replaceAll(/\b\d+(, \d+)*\b/g, '0');

const words = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom(...CASES.flatMap((one) => Object.values(one.words))),
  fc.constantFrom(...PARAMETER_NAMES.flatMap((name) => parameterText(name).values ?? [])),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.nat(70_000).map(String),
  fc.ipV4().map((address) => `${address}/24`),
  fc.ipV6(),
  fc.nat(400).map((count) => `${count}d`),
);

/** Words for a parameter: mostly such as it takes, and others. */
const wordsFor = (name: ParameterName): fc.Arbitrary<string> => {
  const fitting = CASES.flatMap((one) => one.words[name] ?? []).concat(parameterText(name).values ?? [], '3');
  return fc.oneof({ arbitrary: fc.constantFrom(...fitting), weight: 3 }, words);
};

/** Few of them at once, so that the same ones come again with other words. */
const asked = fc
  .constantFrom(...QUESTIONS)
  .chain((question) =>
    fc
      .constantFrom(...question.parameters)
      .chain((name) => wordsFor(name).map((value) => ({ question, words: wordsWith(question, name, value) }))),
  );

describe('whatever a question is asked with', () => {
  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    'is refused, or becomes numbers: %s',
    (_, question) => {
      for (const name of question.parameters) {
        for (const value of NASTY) expectPlain(statementsOf(question, wordsWith(question, name, value)) ?? []);
      }
      for (const value of NASTY) {
        expect(statementsOf(question, wordsWith(question, value, '1')), value).toBeNull();
      }
    },
  );

  it('makes statements of few characters, whose form hangs on which words are there and not on what they say', () => {
    const forms = new Map<string, string>();
    let accepted = 0;
    fc.assert(
      fc.property(asked, ({ question, words: given }) => {
        const statements = statementsOf(question, given);
        if (statements === null) return;
        accepted++;
        expectPlain(statements);
        const { args } = readArguments(question, given, AROUND);
        // One question has two forms: counts that are ready, or counted.
        const isReady = args.bucket % 3_600_000 === 0;
        const key = `${question.name} ${[...given.keys()].sort().join(' ')} ${isReady}`;
        const form = statements.map(skeletonOf).join('\n');
        expect(form).toBe(forms.get(key) ?? form);
        forms.set(key, form);
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it('does not reach the store where it is refused', async () => {
    const statements: string[] = [];
    const store = {
      sensors: () => Promise.resolve(SENSORS),
      textsOf: () => Promise.resolve(new Map<bigint, string>()),
      ask: (sql: string) => {
        statements.push(sql);
        return Promise.resolve({ rows: [], isPartial: true, milliseconds: 1 });
      },
    } as Partial<Store> as Store;
    for (const value of NASTY) {
      await expect(askQuestion(store, value, new Map(), NOW), value).rejects.toThrow(QuestionError);
    }
    await expect(askQuestion(store, 'who-knocked', new Map([['port', `22'`]]), NOW)).rejects.toThrow(
      `port takes a port such as 22, 22/tcp or 6000-6063, and got "22'"`,
    );
    await expect(askQuestion(store, 'who-knocked', new Map(), NOW)).rejects.toThrow('who-knocked needs a port');
    expect(statements).toEqual([]);
    const answer = await askQuestion(store, 'top-ports', new Map([['sensor', SENSORS.get(2) ?? '']]), NOW);
    expect(answer).toMatchObject({ isPartial: true, parameters: { sensor: `2 ${SENSORS.get(2)}` } });
    expectPlain(statements);
  });
});

it('the names of questions are known without the questions', () => {
  expect(QUESTION_NAMES).toEqual(QUESTIONS.map(({ name }) => name));
});

it('a part is never without a total order and a limit, and has no words that an engine lacks', () => {
  for (const question of QUESTIONS) {
    for (const sql of statementsOf(question, wordsWith(question, 'limit', '7')) ?? []) {
      expect(sql).toMatch(/ORDER BY [^()]+ LIMIT \d+$/);
      expect(sql).not.toMatch(/\bWITH\b|\bOVER\b|\bLEFT\b|!=|::/);
    }
  }
});

it('a word that no question takes is answered with those it takes', () => {
  const [question] = QUESTIONS;
  expect(() => question && readArguments(question, new Map([['sinc', '1d']]), AROUND)).toThrow('did you mean since?');
  expect(
    () =>
      question &&
      readArguments(
        question,
        new Map([
          ['since', '1h'],
          ['until', '2h'],
        ]),
        AROUND,
      ),
  ).toThrow('is not before until');
});
