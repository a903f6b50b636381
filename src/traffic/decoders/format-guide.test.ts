import { expect, it } from 'vitest';
import { FORMAT_GUIDE } from './format-guide.ts';
import { FORMATS } from './formats.ts';

it('says of every format where it comes from, in the same order', () => {
  expect(FORMAT_GUIDE.map(({ id }) => id)).toEqual(FORMATS.map(({ id }) => id));
});
