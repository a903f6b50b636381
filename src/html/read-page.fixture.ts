/** An element's begin, as the page writes it. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

export interface ReadPage {
  readonly tags: readonly Tag[];
  /** What a person reads, without the style. */
  readonly text: string;
}

const VOID = new Set(['meta', 'br', 'path', 'rect', 'circle']);
const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)(\/?)>|([^<>]+)|([<>])/gy;
const ATTRIBUTE = /([a-zA-Z-]+)(?:="([^"]*)")?/g;

/** Reads the strict HTML that the renderer writes: quoted attributes, every element closed. Throws where it is not so. */
export function readPage(page: string): ReadPage {
  const body = page.replace(/^<!doctype html>\n/, '').replace(/<style>[^<]*<\/style>/, '<style></style>');
  const tags: Tag[] = [];
  const open: string[] = [];
  let text = '';
  for (const [whole, slash, name = '', attributes = '', selfClosed, words, stray] of body.matchAll(TOKEN)) {
    if (stray !== undefined) throw new Error(`a bare ${stray} after "${text.slice(-60)}"`);
    if (words !== undefined) text += unescaped(words);
    else if (slash === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`${whole} closes <${last ?? 'nothing'}>`);
      text += ' ';
    } else {
      tags.push({ name, attributes: attributesOf(attributes) });
      if (selfClosed !== '/' && !VOID.has(name)) open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
  return { tags, text };
}

function attributesOf(text: string): Map<string, string> {
  return new Map([...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  middot: '\u00b7',
};

function unescaped(text: string): string {
  return text.replace(/&([^;&\s]*);?/g, (whole, name: string) => {
    const character = CHARACTERS[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`a bare & in "${text}"`);
    return character;
  });
}
