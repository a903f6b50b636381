import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordIndex } from './word-index.ts';

const WORDS = [
  'database',
  'redis',
  'postgresql',
  'kubernetes',
  'alternate',
  'elasticsearch',
  'elastix',
  'http',
  'https',
  'htcp',
  '8080',
  '7000',
  'vnc',
];
const SYNONYMS = [
  ['k8s', 'kubernetes', 'kube'],
  ['web', 'http'],
  ['www', 'web'],
  ['db', 'database', 'databases'],
];

const index = new WordIndex([...WORDS, 'redis'], SYNONYMS);

/** Quality by word. */
const match = (typed: string): Record<string, number> =>
  Object.fromEntries(index.match(typed).map(({ word, quality }) => [word, quality]));

describe('a typed word', () => {
  it('means itself before all', () => {
    for (const word of WORDS) expect(match(word)[word], word).toBe(1);
    expect(Object.keys(match('vnc'))).toEqual(['vnc']);
  });

  it('means its synonyms that somebody is called by, less than itself', () => {
    expect(match('k8s')).toEqual({ kubernetes: 0.85 }); // "kube" is in no field
    expect(match('db')).toEqual({ database: 0.85 });
    expect(match('web')).toEqual({ http: 0.85 }); // of both groups it is in; not of the groups of those
    expect(match('www')).toEqual({});
  });

  it('may be a beginning, the more of it the better', () => {
    const [short = 0, long = 0] = ['ela', 'elasticse'].map((typed) => match(typed)['elasticsearch']);
    expect(short).toBeGreaterThan(0);
    expect(long).toBeGreaterThan(short);
    expect(long).toBeLessThan(1);
    expect(match('el')).toEqual({}); // half the dictionary
  });

  it('may stand inside another when it is long enough to be meant', () => {
    expect(Object.keys(match('search'))).toEqual(['elasticsearch']);
    expect(match('nat')).toEqual({}); // alter-nat-e
  });

  it('may go on a little after the word', () => {
    expect(Object.keys(match('postgresqls'))).toEqual(['postgresql']);
    expect(match('httpwwwxyz')).toEqual({});
  });
});

describe('a misspelt word', () => {
  it.each([
    ['redsi', 'redis'],
    ['rediz', 'redis'],
    ['edis', 'redis'],
    ['xedis', 'redis'],
    ['kuberntes', 'kubernetes'],
    ['kubrenetse', 'kubernetes'], // two swaps
    ['postgersql', 'postgresql'],
    ['elastcsearch', 'elasticsearch'],
  ])('%s means %s', (typed, word) => {
    expect(Object.keys(match(typed))).toContain(word);
  });

  it('means less the more is wrong, and least with another first letter', () => {
    const [one = 0, two = 0] = ['kuberntes', 'kubrenetse'].map((typed) => match(typed)['kubernetes']);
    expect(one).toBeGreaterThan(two);
    expect(match('redsi')['redis'] ?? 0).toBeGreaterThan(match('xedis')['redis'] ?? 1);
  });

  it.each(['rdsei', 'vmc', 'qqqqqqqq', 'kubrenetesx-yz'])('is given up where too much is wrong: %s', (typed) => {
    expect(match(typed)).toEqual({});
  });

  it('is not assumed where the word is known', () => {
    expect(Object.keys(match('http')).toSorted()).toEqual(['http', 'https']); // and not htcp
  });

  it.each(['8081', '8808', '70000', '80800'])('is never assumed of a number: %s', (typed) => {
    expect(match(typed)).toEqual({});
  });
});

describe('any text', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(...WORDS, '__proto__', 'constructor', 'toString', '', '.*', '[', '\\'),
    fc
      .tuple(fc.constantFrom(...WORDS), fc.nat({ max: 12 }))
      .map(([word, at]) => word.slice(0, at) + word.slice(at + 1)),
  );

  it('means words of the index, each once, with a quality above 0 and up to 1', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const matches = index.match(text);
        expect(new Set(matches.map(({ word }) => word)).size).toBe(matches.length);
        for (const { word, quality } of matches) {
          expect(WORDS).toContain(word);
          expect(quality).toBeGreaterThan(0);
          expect(quality).toBeLessThanOrEqual(1);
          expect(quality === 1).toBe(word === text);
        }
      }),
    );
  });

  it('with one letter left out of a long word still means the word', () => {
    const long = WORDS.filter((word) => word.length >= 8);
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), (word, position) => {
        const at = position % word.length;
        expect(Object.keys(match(word.slice(0, at) + word.slice(at + 1)))).toContain(word);
      }),
    );
  });

  it('means nothing in an empty index', () => {
    for (const text of ['http', '', '__proto__']) expect(new WordIndex([], SYNONYMS).match(text)).toEqual([]);
  });
});
