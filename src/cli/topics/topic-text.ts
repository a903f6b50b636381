import type { Context } from '../context.ts';
import { wrap } from '../wrap.ts';
import type { Block } from './block.ts';
import { exitCodes } from './exit-codes.ts';
import { exposure } from './exposure.ts';
import { files } from './files.ts';
import { json } from './json.ts';
import { ports } from './ports.ts';
import { sources } from './sources.ts';
import type { Topic } from './topics.ts';

/** Those of lenses need the lens, which the others do not wait for. */
const TEXTS: Readonly<Record<Topic['name'], () => readonly Block[] | Promise<readonly Block[]>>> = {
  ports: () => ports,
  exposure: () => exposure,
  sources: () => sources,
  json: () => json,
  'exit-codes': () => exitCodes,
  files: () => files,
  'traffic-formats': async () => (await import('./traffic-formats.ts')).trafficFormats,
  'traffic-queries': async () => (await import('./traffic-queries.ts')).trafficQueries,
  questions: async () => (await import('./store-questions.ts')).storeQuestions,
  'audit-checks': async () => (await import('./audit-checks.ts')).auditChecks,
};

const INDENT = '  ';
/** A topic is read by a person even where it goes through a pipe, into less: it is wrapped there too. */
const WIDTH_OF_A_PIPE = 80;
/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 96;

export async function formatTopic({ name, summary }: Topic, { isTerminal, width, style }: Context): Promise<string> {
  const room = isTerminal ? Math.min(width, MAX_WIDTH) : WIDTH_OF_A_PIPE;
  const lines = [...wrap(`${name}: ${summary}`, room).map((line) => style.strong(line))];
  for (const block of await TEXTS[name]()) {
    lines.push('');
    if (typeof block === 'string') lines.push(...wrap(block, room));
    else if ('heading' in block) lines.push(...wrap(block.heading, room).map((line) => style.strong(line)));
    else if ('lines' in block) lines.push(...block.lines.map((line) => INDENT + line));
    else lines.push(...formatRows(block.rows, room));
  }
  return `${lines.join('\n')}\n`;
}

/** Words in a column, their meanings beside them; below them where that leaves too little room. */
function formatRows(rows: readonly (readonly [word: string, meaning: string])[], room: number): string[] {
  const column = Math.max(...rows.map(([word]) => word.length)) + INDENT.length;
  const beside = room - INDENT.length - column;
  if (beside >= 30) {
    return rows.flatMap(([word, meaning]) =>
      wrap(meaning, beside).map((line, index) => INDENT + (index === 0 ? word : '').padEnd(column) + line),
    );
  }
  return rows.flatMap(([word, meaning]) => [
    INDENT + word,
    ...wrap(meaning, room - 2 * INDENT.length).map((line) => INDENT + INDENT + line),
  ]);
}
