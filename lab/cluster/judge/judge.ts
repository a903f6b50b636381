import { isDeepStrictEqual } from 'node:util';
import { QuestionError } from '../../../src/store/arguments.ts';
import { askQuestion } from '../../../src/store/ask.ts';
import { dayOf } from '../../../src/store/column-batch.ts';
import { QUESTIONS } from '../../../src/store/questions/all.ts';
import type { Question } from '../../../src/store/question.ts';
import type { Store } from '../../../src/store/store.ts';
import { madeUpBatches, NOW } from './made-up.ts';

/** Statements beside the questions: what ClickHouse is asked, and what DuckDB must answer to. */
const EVENTS =
  'SELECT count(*), min(ts), max(ts), sum(bytes), sum(packets), count(DISTINCT (src_hi, src_lo)) FROM events';
const HOURS =
  'SELECT hour, dport, proto, action, sensor, sum(events), sum(packets), sum(bytes) FROM port_hours GROUP BY hour, dport, proto, action, sensor ORDER BY hour, dport, proto, action, sensor';
const COUNTED =
  'SELECT ts - ts % 3600000 AS hour_of, dport, proto, action, sensor, count(*), sum(packets), sum(bytes) FROM events GROUP BY hour_of, dport, proto, action, sensor ORDER BY hour_of, dport, proto, action, sensor';

/** Days before these are dropped in the end. */
const KEPT_DAYS = 5;

/** Stores the same made-up days in both. */
export async function fill(stores: readonly Store[]): Promise<void> {
  for (const { sensor, batch } of madeUpBatches()) {
    for (const store of stores) await store.insert(sensor, batch);
  }
  for (const store of stores) {
    await store.nameSensor(1, 'gate');
    await store.maintain(NOW);
  }
}

/** Asks both the same, and tells of each answer whether it is. Returns how many are not. */
export async function judge(clickhouse: Store, duckdb: Store, tell: (line: string) => void): Promise<number> {
  let failed = 0;
  const compare = async (
    name: string,
    ask: (store: Store) => Promise<unknown[]>,
    expect: (store: Store) => Promise<unknown[]> = ask,
  ): Promise<void> => {
    try {
      const [expected, got] = [await expect(duckdb), await ask(clickhouse)];
      const isSame = isDeepStrictEqual(got, expected);
      if (!isSame) failed += 1;
      tell(`${isSame ? 'same  ' : 'DIFFER'}  ${String(expected.length).padStart(6)} rows  ${name}`);
    } catch (error) {
      // Examples name sensors and days that these stores do not have.
      if (error instanceof QuestionError) return;
      failed += 1;
      tell(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const question of QUESTIONS) {
    for (const words of wordsOf(question)) {
      const name = [question.name, ...[...words].map(([key, value]) => `${key}=${value}`)].join(' ');
      await compare(name, async (store) => {
        const { parts } = await askQuestion(store, question.name, words, NOW);
        return parts.flatMap(({ rows }) => [...rows]);
      });
    }
  }
  const ask = (sql: string) => async (store: Store) => [...(await store.ask(sql)).rows];
  await compare('events', ask(EVENTS));
  await compare('port_hours', ask(HOURS), ask(COUNTED));
  for (const store of [clickhouse, duckdb]) await store.dropBefore(dayOf(NOW) - KEPT_DAYS);
  await compare(`events of ${KEPT_DAYS} days, the others dropped`, ask(EVENTS));
  await compare(`port_hours of ${KEPT_DAYS} days, the others dropped`, ask(HOURS), ask(COUNTED));
  return failed;
}

/** As the question's own examples ask it, and as widely as it can be asked. */
function wordsOf(question: Question): ReadonlyMap<string, string>[] {
  const names: readonly string[] = question.parameters;
  const examples = question.examples.map((example) => {
    const words = new Map<string, string>();
    const parts = example.split(' ').slice(3);
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at] ?? '';
      const name = part.startsWith('--') ? part.slice(2) : question.argument?.name;
      const value = part.startsWith('--') && names.includes(name ?? '') ? (parts[(at += 1)] ?? '') : part;
      if (name !== undefined && names.includes(name)) words.set(name, value);
    }
    return words;
  });
  const wide = Object.entries(WIDE).filter(([name]) => names.includes(name));
  const required = question.argument?.isRequired === true ? question.argument.name : '';
  const narrow = Object.entries(NARROW).filter(([name]) => names.includes(name));
  const needed = narrow.filter(([name]) => name === required);
  return [...examples, new Map([...wide, ...needed]), new Map([...wide, ...narrow])];
}

const WIDE: Readonly<Record<string, string>> = {
  since: '30d',
  limit: '1000',
  'min-days': '1',
  'max-events': '1000000',
  'min-targets': '1',
  'min-ports': '1',
  'min-sources': '1',
  'min-dropped': '1',
};

const NARROW: Readonly<Record<string, string>> = {
  port: '22/tcp',
  source: '10.0.0.0/26',
  destination: '10.0.0.7',
  address: '10.0.0.0/26',
  action: 'dropped',
  sensor: 'gate',
};
