import { expect, it } from 'vitest';
import { COMMANDS } from './commands.ts';

it.each(COMMANDS)('the command is found by the names it gives itself: $names', async ({ names, spec }) => {
  const { name, aliases = [] } = await spec();
  expect(names).toEqual([name, ...aliases]);
});
