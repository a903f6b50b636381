import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../e2e/program.fixture.ts';
import { firstMissing } from './excerpt.ts';
import { missingProgram, runOnMachine, whyNoMachine, type BlockRan } from './machine.fixture.ts';
import { readBlocks, type Block } from './read-blocks.ts';

/** Pages at the same time. */
const AT_ONCE = 2;
const LONGEST_MS = 300_000;

const pages = ['README.md', ...pagesUnder(join(ROOT, 'docs'))];
const blocksOf = new Map(pages.map((page) => [page, readBlocks(page, readFileSync(join(ROOT, page), 'utf8'))]));
const blocks = [...blocksOf.values()].flat();
const notRun = blocks.filter(({ notRun: reason }) => reason !== null);
const whyNot = whyNoMachine();
const lacking = new Map(pages.map((page) => [page, missingProgram(blocksOf.get(page) ?? [])]));

const ran = new Map<string, readonly (readonly [Block, BlockRan])[]>();

beforeAll(async () => {
  if (whyNot !== null) return;
  const waiting = [...blocksOf].map(([page, all]) => [page, all.filter(isRun)] as const);
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [page, own] = next;
      if (own.length > 0 && lacking.get(page) === null) ran.set(page, await runOnMachine(own));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}, LONGEST_MS);

function isRun({ notRun: reason, isParsed }: Block): boolean {
  return reason === null && !isParsed;
}

describe('the commands of the documentation', () => {
  if (whyNot !== null) console.warn(`skipped: the commands of the documentation (${whyNot})`);
  console.info(
    `docs: ${blocks.filter(isRun).length} command blocks are run, ${notRun.length} are not:\n${notRun
      .map(({ page, line, notRun: reason }) => `  ${page}:${line}: ${reason ?? ''}`)
      .join('\n')}`,
  );

  it.for(pages.filter((page) => blocksOf.get(page)?.some(isRun)))('do what %s says', (page, { skip }) => {
    const without = lacking.get(page) ?? null;
    skip(whyNot !== null || without !== null, whyNot ?? `skipped: there is no ${without}`);
    const complaints = ran.get(page)?.flatMap(([block, result]) => complaintOf(block, result) ?? []);
    expect(complaints?.join('\n')).toBe('');
  });

  it('are run, but for a few that say why', () => {
    expect(notRun.length).toBeLessThan(blocks.filter(isRun).length / 4);
  });
});

function complaintOf(block: Block, { failures, output }: BlockRan): string | null {
  const place = `${block.page}:${block.line}: ${block.commands}\n`;
  if (failures === null) return `${place}was never reached, or did not begin:\n${output}`;
  const wanted = block.exit === 0 ? '' : `${block.exit}`;
  if (failures.join(', ') !== wanted)
    return `${place}ended with "${failures.join(', ')}" in place of "${wanted}":\n${output}`;
  const line = block.shown === null || block.otherOutput !== null ? null : firstMissing(block.shown, output);
  return line === null ? null : `${place}does not print, or not in this place:\n${line}\nbut:\n${output}`;
}

function pagesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .toSorted();
}
