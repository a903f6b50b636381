import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { questionsPage } from './questions-page.ts';

it('docs/reference/questions.md says what the questions are: node scripts/run-ts.mjs build/docs/write-questions.ts', () => {
  const page = new URL('../../docs/reference/questions.md', import.meta.url);
  expect(readFileSync(page, 'utf8')).toBe(questionsPage());
});
