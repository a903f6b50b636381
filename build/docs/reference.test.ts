import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../../src/cli/commands.ts';
import { parseInput } from '../../src/cli/command.ts';
import { referencePages } from './reference.ts';

const FOLDER = new URL('../../docs/reference/', import.meta.url);

describe('docs/reference', async () => {
  const pages = await referencePages();

  it.each([...pages])(
    'has %s as the program has it: node scripts/run-ts.mjs build/docs/write-reference.ts',
    (name, text) => {
      expect(readFileSync(new URL(name, FOLDER), 'utf8')).toBe(text);
    },
  );

  it('has nothing else', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual([...pages.keys()].toSorted());
  });
});

describe('the examples of the commands', async () => {
  const commands = await allCommands();
  const examples = commands.flatMap((spec) => spec.examples.map((example) => [example, spec] as const));

  it.each(examples)('%s is what the command takes', (example, spec) => {
    const words = wordsOf(example, [spec.name, ...(spec.aliases ?? [])]);
    expect(words).not.toBeNull();
    expect(() => parseInput(spec, words ?? [])).not.toThrow();
  });
});

/** The words behind the command's name, up to a pipe, a redirection, or a remark two spaces on; null where it is not called. */
function wordsOf(example: string, names: readonly string[]): string[] | null {
  const call = example.split(/ {2,}| [|>] | && /).find((part) => part.includes('portolan'));
  const words =
    /\bportolan\b(.*)$/
      .exec(call?.replace(/\)( .*)?$/, '') ?? '')?.[1]
      ?.trim()
      .match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const name = names.find((one) => one.split(' ').every((word, at) => word === '' || words[at] === word));
  if (name === undefined) return null;
  return words.slice(name === '' ? 0 : name.split(' ').length);
}
