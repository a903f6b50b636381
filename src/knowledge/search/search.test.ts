import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatPortKey, MAX_PORT, parsePortKey } from '../../net/port.ts';
import { TRANSPORTS } from '../../net/transport.ts';
import { ownKnowledge } from '../compiled-knowledge.fixture.ts';
import { PortSearch, type Hit } from './search.ts';

let search: PortSearch;
beforeAll(() => {
  search = new PortSearch(ownKnowledge());
});

const keyOf = ({ port, lastPort, transport }: Hit): string => formatPortKey({ from: port, to: lastPort, transport });
const keys = (text: string, limit = 10): string[] => search.find(text, limit).map(keyOf);
const first = (text: string): string | undefined => keys(text, 1)[0];

/** What must hold of every answer, whatever was asked. */
function expectSound(hits: readonly Hit[], limit: number): void {
  expect(hits.length).toBeLessThanOrEqual(limit);
  expect(new Set(hits.map(keyOf)).size).toBe(hits.length);
  for (const [index, hit] of hits.entries()) {
    expect(0 <= hit.port && hit.port <= hit.lastPort && hit.lastPort <= MAX_PORT, keyOf(hit)).toBe(true);
    expect(TRANSPORTS).toContain(hit.transport);
    expect(hit.keys).toContain(keyOf(hit));
    for (const key of hit.keys) expect(parsePortKey(key), key).not.toBeNull();
    expect(hit.score).toBeGreaterThan(0);
    expect(hit.score).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(hit.score).toBeLessThanOrEqual(hits[index - 1]?.score ?? Number.POSITIVE_INFINITY);
    for (const text of [hit.name, hit.title, hit.why]) expect(text).not.toMatch(/^$|undefined|\[object/);
  }
}

describe('a search by words', () => {
  it.each([
    ['home assistant', '8123/tcp'],
    ['k8s api', '6443/tcp'],
    ['remote desk', '3389/tcp'],
    ['adb', '5555/tcp'],
    ['siemens plc', '102/tcp'],
    ['what port does ssh use', '22/tcp'],
    ['sshd', '22/tcp'],
    ['mysqld', '3306/tcp'],
    ['x.400', '102/tcp'],
    ['9pfs', '564/tcp'], // only the registry has it
  ])('finds first what people mean: %s is %s', (text, key) => {
    expect(first(text)).toBe(key);
  });

  it.each([
    ['elastcsearch', '9200/tcp'],
    ['postgrs', '5432/tcp'],
    ['kuberntes', '6443/tcp'],
    ['redsi', '6379/tcp'],
    ['mongdb', '27017/tcp'],
    ['telnt', '23/tcp'],
    ['grafna', '3000/tcp'],
    ['minecrft', '25565/tcp'],
    ['home asistant', '8123/tcp'],
  ])('forgives a typing error: %s is %s', (text, key) => {
    expect(first(text)).toBe(key);
  });

  it.each(['home assistant', 'k8s api', 'remote desk', 'siemens plc', 'what port does ssh use'])(
    'does not mind letter case, the order of words, or signs between them: %s',
    (text) => {
      const expected = first(text);
      expect(expected).toBeDefined();
      const words = text.split(' ');
      const others = [text.toUpperCase(), words.toReversed().join(' '), words.join('-'), ` ${words.join(',  ')}? `];
      for (const other of others) expect(first(other), other).toBe(expected);
    },
  );

  it('does not take the database services of 1993 for what "sql" means', () => {
    const hits = keys('sql', 20);
    expect(hits[0]).toBe('1433/tcp');
    expect(hits.slice(0, 5)).not.toContain('118/tcp');
    expect(hits).toContain('118/tcp');
  });

  it('finds CORBA where it is registered, and not first where it is only said to be', () => {
    const hits = keys('corba');
    for (const key of ['535/tcp', '683/tcp', '684/tcp']) expect(hits).toContain(key);
    expect(hits.indexOf('553/tcp')).not.toBe(0);
  });

  it('says which words of the record matched', () => {
    expect(search.find('adb', 1)[0]?.why).toBe('name "adb"');
    expect(search.find('remote desk', 1)[0]?.why).toBe('alias "remote desktop"');
    expect(search.find('9pfs', 1)[0]?.why).toBe('registered name "9pfs"');
  });

  it.each(['netbus', 'NetBus', 'subseven', 'SUBSEVEN'])('finds a program on record and calls it one: %s', (text) => {
    const [hit] = search.find(text);
    const program = ownKnowledge().programsNamed(text)[0];
    expect(hit?.why).toBe(`program "${program?.name}"`);
    expect(hit?.title).toBe(`${program?.name}, a ${program?.kind} of record`);
    expect(program?.ports.map((port) => port.key)).toContain(hit === undefined ? '' : keyOf(hit));
  });

  it('presents no program to a question by number', () => {
    for (const text of ['80', '443', '31337/udp', '12345', '27374/tcp']) {
      for (const { why } of search.find(text)) expect(why).toBe('the port itself');
    }
  });

  it('finds every dossier by its short name among the first ten', () => {
    const lost: string[] = [];
    for (const { shortName, keys: own } of ownKnowledge().dossiers()) {
      if (shortName === undefined) continue;
      const found = search.find(shortName, 10).flatMap((hit) => hit.keys);
      if (!own.some((key) => found.includes(key))) lost.push(shortName);
    }
    expect(lost).toEqual([]);
  });

  it('finds nothing where nothing fits', () => {
    for (const text of ['qqqqqzzzz', '👍', '(((', '']) expect(search.find(text)).toEqual([]);
  });
});

describe('a search by number', () => {
  it.each([
    ['tcp 22', ['22/tcp']],
    ['udp/161', ['161/udp']],
    ['tcp:445', ['445/tcp']],
    ['443', ['443/tcp', '443/udp', '443/sctp']],
    ['port 22/tcp', ['22/tcp']], // "port" looks for nothing of its own
    ['6000-6063', ['6000-6063/tcp', '6000-6063/udp']],
    ['22/tcp 161/udp', ['22/tcp', '161/udp']],
    ['443/tcp 443 tcp/443', ['443/tcp', '443/udp', '443/sctp']],
    ['65535', ['65535/tcp', '65535/udp']],
  ])('finds the port itself: %s', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it.each(['70000', '99999', '65536', '800000'])('finds nothing for what is no port: %s', (text) => {
    expect(keys(text)).toEqual([]);
  });

  it('shows the named port before whatever its words find', () => {
    const hits = search.find('ssh 443/tcp');
    expect(hits.map(keyOf).slice(0, 2)).toEqual(['443/tcp', '22/tcp']);
  });

  it.each(['syslog udp', 'UDP syslog', 'syslog 514/udp'])('keeps to the transport: %s', (text) => {
    const hits = search.find(text);
    expect(hits[0] && keyOf(hits[0])).toBe('514/udp');
    expect(new Set(hits.map(({ transport }) => transport))).toEqual(new Set(['udp']));
  });

  it('shows the key of the transport that was asked for, of a service that has several', () => {
    expect(first('ssh')).toBe('22/tcp');
    expect(first('ssh sctp')).toBe('22/sctp');
  });
});

describe('a search for anything at all', () => {
  const ports = Array.from({ length: 10_000 }, (_, index) => index).join(' ');
  const ranges = Array.from({ length: 40 }, (_, index) => `${index}-65535`).join(' ');
  it.each([
    ['nothing', ''],
    ['blanks', ' \t\n\u00a0\u3000 '],
    ['one long word', 'a'.repeat(100_000)],
    ['10,000 words', 'remote desktop '.repeat(5000)],
    ['10,000 ports', ports],
    ['many wide ranges', ranges],
    ['100 kB of signs', '.+'.repeat(50_000)],
    ['one word 50 times', 'ssh '.repeat(50)],
    ['emoji', '👍🏽 👩‍👩‍👧 🏴‍☠️'],
    ['half an emoji', `${'x'.repeat(199)}👍`],
    ['right to left', 'مرحبا \u202eשלום 22'],
    ['control characters', '\u0000\u0007\u001b[31m\u009b\u007f'],
    ['patterns', '.* (a+)+$ [^ \\d{1,} (?<x>'],
    ['what every object inherits', '__proto__ constructor toString hasOwnProperty valueOf'],
    ['SQL and HTML', `'; DROP TABLE ports; -- <script>alert(1)</script>`],
    ['paths', '../../../etc/passwd C:\\Windows'],
    ['one letter', 'e'],
    ['empty words', 'the a of port'],
  ])('neither fails nor answers nonsense: %s', (_, text) => {
    expectSound(search.find(text), 10);
  });

  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('ssh', 'sql', 'remote', 'http', 'tcp', 'udp', 'netbus', 'api', 'the', '__proto__', 'e'),
    fc.nat({ max: 70_000 }).map(String),
    fc.tuple(fc.nat({ max: MAX_PORT }), fc.nat({ max: 50 })).map(([from, more]) => `${from}-${from + more}/udp`),
  );

  it('neither fails nor answers nonsense: words of all kinds', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (words, limit) => {
        expectSound(search.find(words.join(' '), limit), limit);
      }),
      { numRuns: 40 },
    );
  });

  it('answers the same again, and a shorter list is the beginning of a longer one', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (words, limit) => {
        const text = words.join(' ');
        expect(search.find(text, limit)).toEqual(search.find(text, 40).slice(0, limit));
      }),
      { numRuns: 20 },
    );
    const other = new PortSearch(ownKnowledge());
    for (const text of ['sql', 'remote desk', '22', 'e', 'web server']) {
      expect(other.find(text, 50), text).toEqual(search.find(text, 50));
    }
  });
});
