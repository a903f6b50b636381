import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { foldSpace, withoutPeople, type RegistryRow, type RegistrySnapshot } from './registry-row.ts';

const ELEMENT = 1;
const TEXT = 3;

/** Reads IANA's service-names-port-numbers.xml; throws an Error that names the file's fault. */
export function parseRegistryXml(xml: string): RegistrySnapshot {
  const registry = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
  if (registry === null || registry.getAttribute('id') !== 'service-names-port-numbers') {
    throw new Error('not the IANA registry "service-names-port-numbers": its root element says otherwise');
  }
  const footnotes = new Map<string, string>();
  const records: Element[] = [];
  let updated = '';
  for (const child of childElements(registry)) {
    if (child.localName === 'record') records.push(child);
    else if (child.localName === 'updated') updated = foldSpace(child.textContent ?? '');
    else if (child.localName === 'footnote') {
      footnotes.set(child.getAttribute('anchor') ?? '', foldSpace(child.textContent ?? ''));
    }
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(updated)) throw new Error(`not the IANA registry: "${updated}" is no date of update`);
  return { updated, rows: records.map((record) => readRecord(record, footnotes)) };
}

/** Left to itself the parser prints an error and goes on with what it guesses. */
function onError(level: string, message: string): void {
  if (level !== 'warning') throw new Error(`not the IANA registry: ${message.split('\n')[0]}`);
}

function readRecord(record: Element, footnotes: ReadonlyMap<string, string>): RegistryRow {
  const fields: Record<string, string> = {};
  const references: string[] = [];
  const notes: string[] = [];
  for (const child of childElements(record)) {
    const kind = child.localName ?? '';
    if (kind === 'xref') {
      if (child.getAttribute('type') === 'note') notes.push(footnotes.get(child.getAttribute('data') ?? '') ?? '');
      else {
        const reference = readReference(child);
        if (reference !== null) references.push(reference);
      }
    } else if (kind === 'note') notes.push(readText(child));
    else if (kind !== 'assignee') fields[kind] = readText(child);
  }
  return {
    name: fields['name'] ?? '',
    number: fields['number'] ?? '',
    transport: fields['protocol'] ?? '',
    description: fields['description'] ?? '',
    references,
    registered: record.getAttribute('date') ?? '',
    modified: record.getAttribute('updated') ?? '',
    serviceCode: fields['sc'] ?? '',
    unauthorizedUse: fields['unauthorized'] ?? '',
    note: notes.filter((note) => note !== '').join(' '),
  };
}

/** A document the record points to, or null for a person, an empty text and a contact's address. */
function readReference(xref: Element): string | null {
  const data = xref.getAttribute('data') ?? '';
  switch (xref.getAttribute('type')) {
    case 'rfc':
    case 'draft':
    case 'uri':
      return data;
    case 'text': {
      const text = foldSpace(xref.textContent ?? '');
      return text === '' || text === 'n/a' || /[@&]\w+[.-]/.test(text) ? null : text;
    }
    default:
      return null;
  }
}

/** Text of an element with its cross-references written out as IANA's own CSV does: `[RFC6335]`. */
function readText(element: Element): string {
  return withoutPeople(collectText(element));
}

function collectText(element: Element): string {
  let text = '';
  for (let node: Node | null = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === TEXT) text += node.nodeValue ?? '';
    else if (node.nodeType === ELEMENT) {
      const child = node as Element;
      if (child.localName === 'xref') text += bracketed(child);
      else text += ` ${collectText(child)} `; // <br/>, <paragraph>
    }
  }
  return text;
}

function bracketed(xref: Element): string {
  const data = xref.getAttribute('data') ?? '';
  switch (xref.getAttribute('type')) {
    case 'rfc':
      return `[${data.toUpperCase()}]`;
    case 'uri':
    case 'draft':
      return `[${data}]`;
    default:
      return '';
  }
}

function* childElements(parent: Element): Generator<Element> {
  for (let node: Node | null = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === ELEMENT) yield node as Element;
  }
}
