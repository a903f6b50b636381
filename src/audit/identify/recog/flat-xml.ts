/**
 * Reads the XML that recog's files are written in, and nothing more: elements, attributes, text, comments, and the five
 * named and the numbered references (XML 1.0 sections 2.4, 2.5, 2.7, 3.1, 4.1). Document types, entities of one's own and
 * processing instructions are refused, which keeps what a file can ask of us linear in its length.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

/** It is not such XML; `line` counts from 1. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
  readonly line: number;

  constructor(message: string, line: number) {
    super(`line ${line}: ${message}`);
    this.line = line;
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Deeper than recog's files ever are. */
const MAX_DEPTH = 8;
const NAME = /[A-Za-z_][\w.:-]*/y;
const SPACE = /[ \t\r\n]*/y;

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** Gives the root element. Throws XmlFault. */
export function readXml(source: string): XmlElement {
  const document: Open = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Open[] = [document];
  let at = source.startsWith('\ufeff') ? 1 : 0;

  const fault = (message: string): XmlFault => new XmlFault(message, source.slice(0, at).split('\n').length);
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const upTo = (mark: string, what: string): string => {
    const end = source.indexOf(mark, at);
    if (end === -1) throw fault(`${what} does not end`);
    const text = source.slice(at, end);
    at = end + mark.length;
    return text;
  };
  const decode = (text: string): string =>
    text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z]{1,8})?;?/g, (reference, inner: string | undefined) => {
      if (inner === undefined || !reference.endsWith(';')) throw fault('an & begins no reference');
      if (!inner.startsWith('#')) {
        const character = Object.hasOwn(NAMED, inner) ? NAMED[inner] : undefined;
        if (character === undefined) throw fault(`&${inner}; is not known`);
        return character;
      }
      const code = inner[1] === 'x' ? Number.parseInt(inner.slice(2), 16) : Number(inner.slice(1));
      if (code > 0x10_ffff) throw fault(`${reference} is no character`);
      return String.fromCodePoint(code);
    });
  const attributes = (): Map<string, string> => {
    const found = new Map<string, string>();
    for (;;) {
      take(SPACE);
      const name = take(NAME);
      if (name === '') return found;
      take(SPACE);
      if (source[at++] !== '=') throw fault(`attribute ${name} has no value`);
      take(SPACE);
      const quote = source[at++];
      if (quote !== '"' && quote !== "'") throw fault(`the value of ${name} is not quoted`);
      const value = upTo(quote, `the value of ${name}`);
      if (found.has(name)) throw fault(`attribute ${name} is there twice`);
      // Section 3.3.3: white space in a value is a space each, unless it is written as a reference.
      found.set(name, decode(value.replace(/\r\n|[\t\r\n]/g, ' ')));
    }
  };
  const top = (): Open => open.at(-1) ?? document;
  const close = (): void => {
    const { name, attributes: own, children, text } = open.pop() ?? document;
    top().children.push({ name, attributes: own, children, text });
  };

  while (at < source.length) {
    const next = source.indexOf('<', at);
    if (next === -1) {
      if (open.length > 1 || source.slice(at).trim() !== '') throw fault('text stands outside of the root element');
      break;
    }
    top().text += decode(source.slice(at, next)).replaceAll('\r\n', '\n');
    at = next;
    if (source.startsWith('<!--', at)) {
      at += 4;
      upTo('-->', 'a comment');
    } else if (source.startsWith('<![CDATA[', at)) {
      at += 9;
      top().text += upTo(']]>', 'a CDATA section');
    } else if (source.startsWith('<?xml ', at) && source.slice(0, at).trim() === '') {
      upTo('?>', 'the XML declaration');
    } else if (source.startsWith('</', at)) {
      at += 2;
      const name = take(NAME);
      take(SPACE);
      if (source[at++] !== '>' || open.length === 1 || top().name !== name) throw fault(`</${name}> closes nothing`);
      close();
    } else {
      at++;
      const name = take(NAME);
      if (name === '') throw fault('a < begins no element that is allowed here');
      if (open.length > MAX_DEPTH) throw fault('elements lie too deep in each other');
      open.push({ name, attributes: attributes(), children: [], text: '' });
      const isEmpty = source[at] === '/';
      if (isEmpty) at++;
      if (source[at++] !== '>') throw fault(`<${name} does not end`);
      if (isEmpty) close();
    }
  }
  const [root, ...more] = document.children;
  if (open.length > 1) throw fault(`<${top().name}> is not closed`);
  if (root === undefined || more.length > 0) throw fault('there is not one root element');
  return root;
}
