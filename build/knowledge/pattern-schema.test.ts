import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { Pattern } from '../../src/knowledge/pattern.ts';
import { patternSchema } from './pattern-schema.ts';

type Path = readonly (string | number)[];

const textOf = (id: string): string =>
  readFileSync(new URL(`../../knowledge/patterns/${id}.yaml`, import.meta.url), 'utf8');

const FRAGGLE = textOf('fraggle');

/** `signs.0.when` */
const split = (path: string): Path => path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** The sample with one value put in, or taken out when it is undefined. */
function changed(path: Path, value: unknown): unknown {
  const document = parseDocument(FRAGGLE);
  if (value === undefined) expect(document.deleteIn(path), `${path.join('.')} is in the sample`).toBe(true);
  else document.setIn(path, document.createNode(value));
  return document.toJS();
}

/** Where the faults are, an unknown field with its own name; and what they say. */
function faultsOf(value: unknown): { path: string; message: string }[] {
  const { error } = patternSchema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message, ...issue }) => ({
    path: [...path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].map(String).join('.'),
    message,
  }));
}

const algorithm = {
  by: 'algorithm',
  shows: 'many ports of one machine tried',
  algorithm: 'scan',
  when: { transport: ['tcp'] },
  with: { ports: 15 },
  confidence: 'high',
};
const socket = { by: 'sockets', shows: 'it listens here', rule: 'sockets.exposed-service' };

describe('a pattern', () => {
  it.each(['fraggle', 'dhcp-noise'])('is read as it stands in its file: %s', (id) => {
    const value: unknown = parseDocument(textOf(id)).toJS();
    expect(faultsOf(value)).toEqual([]);
    // Nothing is dropped or changed; what the file leaves out is empty.
    expect(patternSchema.parse(value)).toEqual({ aliases: [], attack: [], claims: [], ...(value as Partial<Pattern>) });
  });

  it('may leave out aliases, techniques and claims', () => {
    for (const field of ['aliases', 'attack', 'claims'] as const) {
      expect(patternSchema.parse(changed([field], undefined))[field]).toEqual([]);
    }
  });

  it('may be shown by an algorithm, or by a rule of the sockets lens', () => {
    expect(faultsOf(changed(['signs'], [algorithm, socket]))).toEqual([]);
  });

  it.each([
    ['signs.0.when.dport', [0, 65_535, '6000-6063', '80', 'named', 'ephemeral', 'registered']],
    ['signs.0.when.icmp', ['8', '3/3']],
    ['signs.0.when.bytes', { atMost: 60 }],
    ['signs.0.when.fragment', false],
    ['signs.0.when.payload', { 'dns.type': ['AXFR'], 'dhcp.option': [53] }],
    ['signs.0.unless', [{ source: ['own'] }]],
    ['signs.0.need', { ports: { of: [80, 8080], atLeast: 2 }, within: '10s' }],
    ['signs.0.need', { share: { when: { flags: ['syn'] }, atLeast: 0.9 }, events: 100, within: '1d' }],
    ['signs.0.after', { when: { transport: ['udp'] }, between: 'reversed', within: '30s' }],
    ['signs.0.severity', 'critical'],
  ])('may say of an event: %s %j', (path, value) => {
    expect(faultsOf(changed(split(path), value))).toEqual([]);
  });
});

describe('a mistake in a pattern is found where it stands', () => {
  const REQUIRED = [
    ...['id', 'title', 'kind', 'severity', 'meaning', 'signs', 'innocent', 'advice', 'revised'],
    ...['meaning.sources', 'meaning.confidence', 'signs.0.by', 'signs.0.shows', 'signs.0.when', 'signs.0.per'],
    ...['signs.0.confidence', 'signs.0.need.within', 'innocent.0.tell', 'innocent.0.sources', 'advice.1.audience'],
    ...['advice.1.do', 'advice.1.sources'],
  ];
  it.each(REQUIRED)('left out: %s', (path) => {
    expect(faultsOf(changed(split(path), undefined)).map((fault) => fault.path)).toEqual([path]);
  });

  it.each([
    'severty',
    'meaning.txt',
    'signs.0.windows',
    'signs.0.when.port',
    'signs.0.need.distinc',
    'signs.1.with',
    'innocent.0.tells',
    'advice.0.command',
  ])('an unknown field: %s', (path) => {
    expect(faultsOf(changed(split(path), 'x')).map((fault) => fault.path)).toEqual([path]);
  });

  it('an unknown field alone, which is not called empty besides', () => {
    const faults = faultsOf(changed(['signs', 0, 'when'], { port: [80] }));
    expect(faults.map((fault) => fault.path)).toEqual(['signs.0.when.port']);
  });

  it.each([
    ['signs', []],
    ['innocent', []],
    ['advice', []],
    ['meaning.sources', []],
    ['signs.0.unless', []],
    ['signs.0.when.dport', []],
    ['signs.0.when.destination', []],
    ['signs.0.shows', '  '],
    ['signs.0.when', {}],
    ['signs.0.unless.0', {}],
    ['signs.0.when.bytes', {}],
    ['signs.0.when.payload', {}],
    ['signs.0.when.payload', { 'dns.type': [] }, 'signs.0.when.payload.dns.type'],
    ['signs.0.need.distinct', {}],
    ['signs.0.need', { within: '1h' }],
  ])('something empty: %s %j', (path, value, at = path) => {
    const faults = faultsOf(changed(split(path), value));
    expect(faults.map((fault) => fault.path)).toEqual([at]);
  });

  it.each([
    ['id', 'Fraggle Attack'],
    ['kind', 'attack'],
    ['severity', 'severe'],
    ['revised', 'yesterday'],
    ['attack.0', 'TA0040'],
    ['claims.0', 'C12'],
    ['meaning.confidence', 'certain'],
    ['advice.0.audience', 'everybody'],
    ['signs.0.by', 'magic'],
    ['signs.0.per', 'minute'],
    ['signs.0.confidence', 'certain'],
    ['signs.0.when.transport.0', 'quic'],
    ['signs.0.when.transport', 'udp'], // a list, also of one
    ['signs.0.when.dport.0', 65_536],
    ['signs.0.when.dport.0', -1],
    ['signs.0.when.dport.0', 1.5],
    ['signs.0.when.dport.0', '7000-6000'],
    ['signs.0.when.dport.0', 'dynamic'],
    ['signs.0.when.destination.0', 'broadcast'],
    ['signs.0.when.flags', ['synack'], 'signs.0.when.flags.0'],
    ['signs.0.when.flags', [null], 'signs.0.when.flags.0'], // YAML reads null, unless it is quoted
    ['signs.0.when.outcome', ['denied'], 'signs.0.when.outcome.0'],
    ['signs.0.when.icmp', ['echo'], 'signs.0.when.icmp.0'],
    ['signs.0.when.payload', { 'dns.name': ['x'] }, 'signs.0.when.payload.dns.name'],
    ['signs.0.need.within', '90'],
    ['signs.0.need.within', '0s'],
    ['signs.0.need.within', '1 h'],
    ['signs.0.need.within', 60],
    ['signs.0.need.events', 0],
    ['signs.1.need.distinct.destination', 1], // one is no "different"
    ['signs.1.need.distinct', { address: 5 }, 'signs.1.need.distinct.address'],
    ['signs.0.need.ports', { of: [1, 2], atLeast: 3 }],
    ['signs.0.need.share', { when: { fragment: true }, atLeast: 90 }, 'signs.0.need.share.atLeast'], // a share, no percentage
    ['signs.0.after', { when: { fragment: true }, between: 'both', within: '1h' }, 'signs.0.after.between'],
    ['signs.0', { ...algorithm, algorithm: 'entropy' }, 'signs.0.algorithm'],
    ['signs.0', { ...algorithm, with: { ports: [1] } }, 'signs.0.with.ports'],
    ['signs.0', { ...algorithm, per: 'source' }, 'signs.0.per'],
    ['signs.0', { ...socket, rule: 'exposed-service' }, 'signs.0.rule'],
  ])('a value that there is not: %s %j', (path, value, at = path) => {
    expect(faultsOf(changed(split(path), value)).map((fault) => fault.path)).toEqual([at]);
  });

  it('each, when there are several', () => {
    const paths = faultsOf({ ...(parseDocument(FRAGGLE).toJS() as object), id: '', advice: [], extra: 1 });
    expect(paths.map(({ path }) => path).toSorted()).toEqual(['advice', 'extra', 'id']);
  });

  it('with words that help', () => {
    const messageOf = (path: string, value: unknown): string =>
      faultsOf(changed(split(path), value))
        .map(({ message }) => message)
        .join();
    expect(messageOf('signs.0.when', {})).toContain('holds for every event');
    expect(messageOf('signs.0.need.within', 'soon')).toContain('such as 10s');
    expect(messageOf('meaning.sources', [])).toContain('at least one source');
    expect(messageOf('signs.0.need', { within: '1h' })).toContain('met by every event');
  });
});
