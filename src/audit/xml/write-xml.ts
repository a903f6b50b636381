/** XML that `element` made, which alone may stand in XML as it is. */
class Xml {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Xml };

type Attributes = Readonly<Record<string, string | number | null>>;

/** An element; attributes that are null are left out, and strings are text, whoever wrote them. */
export function element(name: string, attributes: Attributes, children: readonly (Xml | string)[] = []): Xml {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    return value === null ? [] : [` ${key}="${xmlText(String(value))}"`];
  });
  const head = `<${name}${written.join('')}`;
  if (children.length === 0) return new Xml(`${head}/>`);
  const inside = children.map((child) => (typeof child === 'string' ? xmlText(child) : child.toString()));
  const hasText = children.some((child) => typeof child === 'string');
  return new Xml(`${head}>${inside.join(hasText ? '' : '\n')}</${name}>`);
}

/** A document with its declaration. */
export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.toString()}\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
};

/** Text in XML 1.0, which has no way to write most control characters (section 2.2): they are spelled out. */
function xmlText(text: string): string {
  return visibleText(text).replace(/[&<>"'\n]/g, (character) => ENTITIES[character] ?? '');
}

// Control characters but the line's end, bidirectional overrides, line separators, lone surrogates, no characters.
const UNPRINTABLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text of others with everything spelled out that does not show, or would move the cursor: `\x1b`. */
export function visibleText(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
