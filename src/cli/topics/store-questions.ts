import { PARAMETER_NAMES, parameterText } from '../../store/parameter-list.ts';
import { listQuestions, type QuestionInBrief } from '../../store/question-list.ts';
import type { Block } from './block.ts';

export const storeQuestions: readonly Block[] = [
  'portolan ask QUESTION asks the store what it remembers. The same questions are asked over HTTP, as /api/v1/ask/QUESTION?since=7d, and DuckDB and ClickHouse answer them with the same rows.',
  'While portolan serve runs, it has the store of this machine, and is asked by the socket in its folder. Otherwise the store is opened for the question.',
  { heading: 'Questions' },
  { rows: listQuestions().map((question) => [question.name, meaningOf(question)]) },
  { heading: 'What they may be asked with' },
  {
    rows: PARAMETER_NAMES.map((name) => [`--${name} ${parameterText(name).value}`, parameterText(name).description]),
  },
  { heading: 'What to know of the answers' },
  'Times are in UTC. until is exclusive: --since 2026-11-01 --until 2026-11-02 is the whole first of November. Questions that count by the hour or by the day widen the time to whole ones; the answer says what was asked.',
  'No question answers with more rows than --limit, and the answer says where there are more. It is partial where a part of a cluster is down, and says so on standard error too; with --strict the exit code is 3 then.',
  'A listener is in a snapshot or it is not: first and last are times of snapshots, and a restart between two of them is not seen. A sensor that fell silent keeps its newest snapshot.',
  { lines: ['portolan ask', 'portolan ask who-scanned --since 7d', 'portolan ask port-story 6379/tcp --json'] },
];

function meaningOf({ description, parameters }: QuestionInBrief): string {
  const usual = parameters
    .filter((parameter) => parameter.default !== null)
    .map((parameter) => `${parameter.name} ${parameter.default}`);
  return usual.length === 0 ? `${description}.` : `${description}. By default: ${usual.join(', ')}.`;
}
