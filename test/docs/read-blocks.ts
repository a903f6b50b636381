/** What a page asks of the machine on which its blocks run, and of a block: `<!-- test: exit 1 -->` right above its fence. */
export interface Directives {
  /** Why the block is not run at all. */
  readonly notRun: string | null;
  /** Its lines are held against what the commands take, and not run: the examples of the reference. */
  readonly isParsed: boolean;
  /** What its last command ends with; all others end with 0. */
  readonly exit: number;
  /** Why it prints something else than the page shows; the page's text is not compared. */
  readonly otherOutput: string | null;
  /** Files and servers that are there before it runs, by their names in machine.fixture.ts. */
  readonly needs: readonly string[];
  /** The block goes on running, and has begun when it says this. */
  readonly staysUntil: string | null;
  /** What it prints once other programs of the page have come so far, as somebody who reads sees to. */
  readonly waitsFor: string | null;
}

export interface Block extends Directives {
  readonly page: string;
  /** Of its first line in the page. */
  readonly line: number;
  readonly commands: string;
  /** Lines that its output has, in this order; null where the page shows none. */
  readonly shown: readonly string[] | null;
}

const DIRECTIVE = /^<!-- test: (.*) -->$/;
const FENCE = /^```(\S*)$/;

/**
 * The command blocks of a page of Markdown: `sh` holds commands, with what they print in a `text` block below it;
 * `console`, or no language and a first line with a prompt, holds both. Throws where a page is not so.
 */
export function readBlocks(page: string, markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  let directives: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const directive = DIRECTIVE.exec(line)?.[1];
    if (directive !== undefined) {
      directives.push(directive);
      continue;
    }
    const language = FENCE.exec(line)?.[1];
    if (language === undefined) {
      if (line !== '') directives = [];
      continue;
    }
    const end = lines.indexOf('```', at + 1);
    if (end === -1) throw new Error(`${page}:${at + 1}: the block has no end`);
    const inside = lines.slice(at + 1, end);
    const place = { page, line: at + 2, ...directivesOf(directives, `${page}:${at + 1}`) };
    if (language === 'sh') {
      blocks.push({ ...place, commands: inside.join('\n'), shown: shownBelow(lines, end + 1) });
    } else if (language === 'console' || (language === '' && inside[0]?.startsWith('$ ') === true)) {
      blocks.push(...conversation(inside).map((part) => ({ ...place, ...part })));
    }
    directives = [];
    at = end;
  }
  return blocks;
}

function directivesOf(texts: readonly string[], place: string): Directives {
  const asked = new Map<string, string>();
  for (const text of texts) {
    const [, word, rest = ''] =
      /^(not run|other output|parsed|exit|needs|stays until|waits for)(?:: | |$)(.*)$/.exec(text) ?? [];
    if (word === undefined || (rest === '') !== (word === 'parsed'))
      throw new Error(`${place}: "${text}" is nothing that a block can ask for`);
    asked.set(word, rest);
  }
  return {
    notRun: asked.get('not run') ?? null,
    otherOutput: asked.get('other output') ?? null,
    isParsed: asked.has('parsed'),
    exit: Number(asked.get('exit') ?? 0),
    needs: asked.get('needs')?.split(', ') ?? [],
    staysUntil: asked.get('stays until') ?? null,
    waitsFor: asked.get('waits for') ?? null,
  };
}

/** The `text` block right below, with nothing but empty lines between. */
function shownBelow(lines: readonly string[], from: number): readonly string[] | null {
  const begin = lines.findIndex((line, at) => at >= from && line !== '');
  if (lines[begin] !== '```text') return null;
  return lines.slice(begin + 1, lines.indexOf('```', begin + 1));
}

/** Commands behind a prompt, each with the lines below it. */
function conversation(lines: readonly string[]): Pick<Block, 'commands' | 'shown'>[] {
  const parts: { commands: string; shown: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) parts.push({ commands: line.slice(2), shown: [] });
    else parts.at(-1)?.shown.push(line);
  }
  return parts;
}
