import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedWords, meantWords, wordsOf } from './words.ts';

describe('the words of a text', () => {
  it.each([
    ['Home-Assistant', ['home', 'assistant']],
    ['  Remote   Desktop\t(RDP)\n', ['remote', 'desktop', 'rdp']],
    ['MS-SQL_S', ['ms', 'sql', 's']],
    ['/usr/sbin/sshd', ['usr', 'sbin', 'sshd']],
    ['443/tcp', ['443', 'tcp']],
    ['日本 مرحبا Привет', ['日本', 'مرحبا', 'привет']],
  ])('are runs of letters and digits in lower case: %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each([
    ['X.400', ['x.400']],
    ['C++ and K8s', ['c++', 'and', 'k8s']],
    ['avserve2.exe', ['avserve2.exe']],
    ['It ends. So does this...', ['it', 'ends', 'so', 'does', 'this']],
    ['.NET', ['net']],
  ])('keep a full stop or plus inside them and no other: %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each([
    ['café', ['cafe']],
    ['naïve Überwachung', ['naive', 'uberwachung']],
    ['nai\u0308ve', ['naive']],
    ['ＲＤＰ　２２', ['rdp', '22']],
    ['ﬁle', ['file']],
  ])('are the same however they are written: %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each(['', '   \n\t', '👍🏽👩‍👩‍👧', '((((.*[^$\\|?', '\u0000\u001b[\u202e', '-', '++', '\u0301'])(
    'are none in %j',
    (text) => {
      expect(wordsOf(text)).toEqual([]);
    },
  );

  it('hold no blank, no sign and no capital, and read again are the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const words = wordsOf(text);
        for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}.+]*$/u);
        for (const word of words) expect(word).not.toMatch(/[A-Z]/);
        expect(wordsOf(words.join(' '))).toEqual(words);
      }),
    );
  });
});

describe('the words that are looked for', () => {
  it.each([
    ['what port does ssh use', ['ssh']],
    ['Which ports are used by Home Assistant?', ['home', 'assistant']],
    ['the port for my printer', ['printer']],
    ['mail server', ['mail', 'server']], // "server" is a name too
  ])('are those that say something: %j', (text, words) => {
    expect(askedWords(text)).toEqual(words);
    expect(meantWords(text)).toEqual(words);
  });

  it('are all of them when none says anything', () => {
    expect(askedWords('Which port')).toEqual(['which', 'port']);
    expect(meantWords('Which port')).toEqual([]);
  });

  it('are those at the beginning of a text that was pasted by mistake', () => {
    expect(askedWords('x'.repeat(100_000)).map((word) => word.length)).toEqual([200]);
    expect(askedWords('ssh '.repeat(10_000))).toHaveLength(50);
    expect(askedWords(`ssh ${'.'.repeat(100_000)} telnet`)).toEqual(['ssh']);
  });
});
