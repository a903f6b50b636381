import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiPage } from './api-page.ts';

it('docs/reference/api.md says what the API is: node scripts/run-ts.mjs build/docs/write-api.ts', () => {
  const page = new URL('../../docs/reference/api.md', import.meta.url);
  expect(readFileSync(page, 'utf8')).toBe(apiPage());
});
