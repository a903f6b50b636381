import { wrap } from '../../src/cli/wrap.ts';

/** The little of roff that the page needs: the macros of man(7), and text that roff takes for text. */

/** Characters that roff or its fonts turn into others: curly quotes, long dashes, raised accents. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': String.raw`\e`,
  "'": String.raw`\(aq`,
  '"': String.raw`\(dq`,
  '`': String.raw`\(ga`,
  '^': String.raw`\(ha`,
  '~': String.raw`\(ti`,
};

/** Text within a line, whatever is in it. */
export function escape(text: string): string {
  return text
    .replaceAll(/[\\'"`^~]/g, (character) => SPECIAL[character] ?? character)
    .replaceAll(
      /[^\n -~]/gu,
      (character) => `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}

/** Longest line of a source of roff, by custom; mandoc -Tlint asks for it. */
const SOURCE_WIDTH = 80;

/** A paragraph, which is filled again when it is shown. */
export function prose(text: string): string {
  return wrap(escape(text.replaceAll('\n', ' ')), SOURCE_WIDTH)
    .map((line) => (line.startsWith('.') ? String.raw`\&${line}` : line))
    .join('\n');
}

/** Text that a reader may copy: every hyphen stays the one that keyboards have. */
export function literal(text: string): string {
  return escape(text).replaceAll('-', String.raw`\-`);
}

export function bold(text: string): string {
  return String.raw`\fB${literal(text)}\fR`;
}

export function italic(text: string): string {
  return String.raw`\fI${literal(text)}\fR`;
}

export function section(title: string): string {
  return `.SH ${title}`;
}

export function subsection(title: string): string {
  return `.SS "${escape(title)}"`;
}

/** A tagged paragraph: the tag, and indented under it the text. Both are roff already. */
export function tagged(tag: string, text: string): string {
  return `.TP\n${tag}\n${text}`;
}

/** Lines as they are, not filled. */
export function example(lines: readonly string[]): string {
  return ['.RS 4', '.nf', ...lines.map(literal), '.fi', '.RE'].join('\n');
}
