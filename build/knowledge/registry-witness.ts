/**
 * IANA's own XML, read by a scanner that shares nothing with the project's importer (no XML library, no helper, no rule
 * of the build), and what must be answered for a port by it: a witness against the built knowledge base.
 */
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { portClass } from '../../src/knowledge/registry-entry.ts';
import { TRANSPORTS } from '../../src/net/transport.ts';
import type { RegistryRow } from './registry-row.ts';

/** A record as the XML says it; the empty string is "not said". */
export interface Fact {
  name: string;
  number: string;
  transport: string;
  description: string;
  /** Documents only: rfc, draft and uri. */
  references: readonly string[];
  registered: string;
  modified: string;
  serviceCode: string;
  unauthorizedUse: string;
  /** Null where people were credited in it, which the project leaves out. */
  note: string | null;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/** Text between tags: cross-references as [RFC1] or [uri], line breaks as spaces, white space folded. */
function plain(markup: string): string {
  return markup
    .replace(/<br\s*\/>/g, ' ')
    .replace(/<xref type="rfc" data="([^"]*)"\s*\/>/g, (_, data: string) => `[${data.toUpperCase()}]`)
    .replace(/<xref type="(?:uri|draft)" data="([^"]*)"[^>]*?(?:\/>|>[^<]*<\/xref>)/g, '[$1]')
    .replace(/<[^>]*>/g, '')
    .replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity)
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
}

export function scan(xml: string): { updated: string; facts: Fact[] } {
  const footnotes = new Map([...xml.matchAll(/<footnote anchor="(\d+)">(.*?)<\/footnote>/gs)].map((m) => [m[1], m[2]]));
  const facts: Fact[] = [];
  for (let at = xml.indexOf('<record'); at !== -1; at = xml.indexOf('<record', at)) {
    const headEnd = xml.indexOf('>', at);
    const end = xml.indexOf('</record>', headEnd);
    facts.push(readFact(xml.slice(at + '<record'.length, headEnd), xml.slice(headEnd + 1, end), footnotes));
    at = end;
  }
  return { updated: /<updated>([^<]*)<\/updated>/.exec(xml)?.[1] ?? '', facts };
}

function readFact(head: string, body: string, footnotes: ReadonlyMap<string | undefined, string | undefined>): Fact {
  const inner = (tag: string): string => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(body)?.[1] ?? '';
  // The references of the record itself: without the ones inside its texts.
  const own = body.replace(/<(note|description|unauthorized|assignee)>.*?<\/\1>/gs, '');
  const xrefs = [...own.matchAll(/<xref type="(\w+)" data="([^"]*)"/g)];
  const notes = [...body.matchAll(/<note>(.*?)<\/note>|<xref type="note" data="(\d+)"\s*\/>/gs)].map(
    ([, text, anchor]) => text ?? footnotes.get(anchor) ?? '',
  );
  const personal = notes.some((note) => /type="person"|&lt;\S+[&@]\S+&gt;|previous contact/.test(note));
  return {
    name: plain(inner('name')),
    number: plain(inner('number')),
    transport: plain(inner('protocol')),
    description: plain(inner('description')),
    references: xrefs.filter(([, type]) => /^(rfc|draft|uri)$/.test(type ?? '')).map(([, , data]) => data ?? ''),
    registered: / date="([^"]*)"/.exec(head)?.[1] ?? '',
    modified: / updated="([^"]*)"/.exec(head)?.[1] ?? '',
    serviceCode: plain(inner('sc')),
    unauthorizedUse: plain(inner('unauthorized')),
    note: personal ? null : plain(notes.join(' ')),
  };
}

function line(fact: Readonly<Fact>): string {
  const { name, number, transport, description, references, registered, modified } = fact;
  const rest = [fact.serviceCode, fact.unauthorizedUse, fact.note];
  return JSON.stringify([name, number, transport, description, references, registered, modified, ...rest]);
}

type Status = 'assigned' | 'reserved' | 'unassigned' | 'de-registered' | 'dynamic' | 'no-row';

/** The words by which IANA says that a number without a name is nobody's, each as it stands in the registry. */
const STATUS_WORDS: readonly (readonly [status: Status, descriptions: readonly string[]])[] = [
  ['reserved', ['Reserved', 'Reserved - IANA']],
  [
    'unassigned',
    [
      'Unassigned',
      'unassigned',
      'Unassigned [was netstat]',
      '(unassigned) Possibly assigned',
      'Unassigned (FRP-Released 12/7/00)',
    ],
  ],
  [
    'de-registered',
    ['De-registered', 'Removed', 'Deprecated', 'Decomissioned Port 04/14/00, ms', 'De-Commissioned Port'],
  ],
];

function statusOf(fact: Fact): Status {
  if (fact.name !== '') return 'assigned';
  return STATUS_WORDS.find(([, descriptions]) => descriptions.includes(fact.description))?.[0] ?? 'assigned';
}

/** The facts on every port of a transport, in IANA's order. */
function expand(facts: readonly Fact[], transport: string): Fact[][] {
  const ports: Fact[][] = Array.from({ length: 65_536 }, () => []);
  for (const fact of facts) {
    if (fact.number === '' || (fact.transport !== '' && fact.transport !== transport)) continue;
    const [first = '', last = first] = fact.number.split('-');
    for (let port = Number(first); port <= Number(last); port++) ports[port]?.push(fact);
  }
  return ports;
}

/** What must be answered for a port: `system assigned http,www,www-http`. */
function summarise(port: number, facts: readonly Fact[]): string {
  const range = port < 1024 ? 'system' : port < 49_152 ? 'user' : 'dynamic';
  const names = [...new Set(facts.map(({ name }) => name).filter((name) => name !== ''))];
  const statuses = new Set(facts.map(statusOf));
  // Where a row for a range and one for a single number disagree (7775, 7997), the single number's says more.
  const order: readonly Status[] = ['assigned', 'de-registered', 'reserved', 'unassigned'];
  const status = order.find((one) => statuses.has(one)) ?? (range === 'dynamic' ? 'dynamic' : 'no-row');
  return `${range} ${status} ${names.join(',')}`;
}

/** Records of the file of facts that are not what the XML says, in IANA's order. */
export function changedRecords(rows: readonly RegistryRow[], facts: readonly Fact[]): string[] {
  const differences: string[] = [];
  for (const [index, fact] of facts.entries()) {
    const row = rows[index];
    // The file also keeps titles of documents, which have no reference to compare.
    const references = row?.references.filter((one) => fact.references.includes(one)) ?? [];
    const found = row === undefined ? '' : line({ ...row, references, note: fact.note === null ? null : row.note });
    if (found !== line(fact)) differences.push(`${line(fact)} became ${found}`);
  }
  return differences;
}

/** What the knowledge base answers otherwise than the facts say, over every port of every transport. */
export function differencesFrom(
  { registry }: Knowledge,
  facts: readonly Fact[],
): { compared: number; differences: string[] } {
  const differences: string[] = [];
  let compared = 0;
  for (const transport of TRANSPORTS) {
    for (const [port, covering] of expand(facts, transport).entries()) {
      const { status, names, records } = registry.lookUp(port, transport);
      const found = `${portClass(port)} ${status} ${names.join(',')}`;
      const wanted = summarise(port, covering);
      const described = records.map(({ description }) => description ?? '').join('|');
      if (found !== wanted || described !== covering.map(({ description }) => description).join('|')) {
        differences.push(`${port}/${transport}: ${found}, IANA says ${wanted}`);
      }
      compared++;
    }
  }
  return { compared, differences };
}
