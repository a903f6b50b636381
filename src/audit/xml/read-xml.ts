/** What a reader of XML meets; text between tags is passed over. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string };

/** A file that is no XML, or XML that is not read here; the message says where and why. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
}

const MAX_DEPTH = 64;
const MAX_ATTRIBUTES = 64;
const TAG = /<(\/?)([A-Za-z_][\w:.-]*)/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;

/**
 * Reads tags and attributes, one after the other. No entities but those of XML itself, no internal subset of a DTD: what
 * others call XML bombs is made of them. A text that ends early gives what there was; the caller sees open elements.
 * Throws XmlFault.
 */
export function* readXml(text: string): Generator<XmlEvent> {
  const open: string[] = [];
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const skipped = skip(text, at);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    const end = text.indexOf('>', at);
    if (end === -1) return; // cut off within a tag
    if (tag === null) throw fault(text, at, 'a "<" that begins no tag');
    const [, slash, name = ''] = tag;
    const { attributes, isEmpty, after } = readAttributes(text, TAG.lastIndex);
    at = after;
    if (slash === '/') {
      const expected = open.pop();
      if (expected !== name)
        throw fault(text, at, `</${name}> closes ${expected === undefined ? 'nothing' : `<${expected}>`}`);
      yield { kind: 'close', name };
      continue;
    }
    if (open.length >= MAX_DEPTH) throw fault(text, at, `nested deeper than ${MAX_DEPTH} levels`);
    yield { kind: 'open', name, attributes };
    if (isEmpty) yield { kind: 'close', name };
    else open.push(name);
  }
}

/** Where a declaration, comment, CDATA section or DOCTYPE ends; null where there is none. */
function skip(text: string, at: number): number | null {
  for (const [begin, end] of [
    ['<?', '?>'],
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
  ] as const) {
    if (!text.startsWith(begin, at)) continue;
    const found = text.indexOf(end, at + begin.length);
    return found === -1 ? text.length : found + end.length;
  }
  if (!text.startsWith('<!', at)) return null;
  const end = text.indexOf('>', at);
  if (end === -1) return text.length;
  if (text.slice(at, end).includes('[')) throw fault(text, at, 'a DTD inside of the file, which is not read');
  return end + 1;
}

function readAttributes(text: string, from: number) {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null) break;
    const [, name = '', double, single] = match;
    if (attributes.size >= MAX_ATTRIBUTES) throw fault(text, at, `more than ${MAX_ATTRIBUTES} attributes`);
    if (attributes.has(name)) throw fault(text, at, `the attribute ${name} is given twice`);
    attributes.set(name, withoutEntities(text, at, double ?? single ?? ''));
    at = ATTRIBUTE.lastIndex;
  }
  TAG_END.lastIndex = at;
  const end = TAG_END.exec(text);
  if (end === null) throw fault(text, at, 'a tag that is no XML');
  return { attributes, isEmpty: end[1] === '/', after: TAG_END.lastIndex };
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withoutEntities(text: string, at: number, value: string): string {
  return value.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    if (!whole.endsWith(';')) throw fault(text, at, 'a bare "&"');
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    if (number !== null) {
      const code = number[1] === undefined ? Number(number[2]) : parseInt(number[1], 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    const known = Object.hasOwn(CHARACTERS, name) ? CHARACTERS[name] : undefined;
    if (known === undefined) throw fault(text, at, `the entity &${name}; is not known`);
    return known;
  });
}

function fault(text: string, at: number, message: string): XmlFault {
  const line = text.slice(0, at).split('\n').length;
  return new XmlFault(`line ${line}: ${message}`);
}
