/** What may stand in a page as it is. Only `markup` makes it. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Markup };

/** Strings are text, whoever wrote them: they are escaped. Null is nothing, a list is its members one after the other. */
export type Content = Markup | string | number | null | readonly Content[];

/** Markup from a template: what is put in becomes text, unless `markup` made it. Attributes stand in double quotes. */
export function markup(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = literals[0] ?? '';
  for (const [index, content] of contents.entries()) text += written(content) + (literals[index + 1] ?? '');
  return new Markup(text);
}

/** Markup that is a constant of this program, such as a style sheet. Never for anything that was read. */
export function ownMarkup(text: string): Markup {
  return new Markup(text);
}

function written(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number' || content instanceof Markup) return String(content);
  return content.map(written).join('');
}

// Control characters but the tab, bidirectional overrides, line separators, halves of surrogate pairs.
const UNPRINTABLE =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that others chose, as text: no tag, no end of an attribute, no turned reading direction. What cannot be seen is spelled out. */
export function escapeText(text: string): string {
  return spellOut(text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? ''));
}

/** What cannot be seen, or would turn the reading direction, as `\x1b` and `\u202e`. Tags stay: for text nodes only. */
export function spellOut(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** The first characters of a text that may be of any length. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Bytes of it in the page, which is UTF-8. */
export function bytesOf(content: Markup): number {
  return new TextEncoder().encode(content.toString()).length;
}
