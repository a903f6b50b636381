import { describe, expect, it } from 'vitest';
import { choicesOf } from '../parts/command-choices.ts';
import { readTypedWord } from './typed-word.ts';

describe('a typed word', () => {
  it.each([
    ['443', { kind: 'ports', range: { from: 443, to: 443 }, transport: null }],
    [' :443 ', { kind: 'ports', range: { from: 443, to: 443 }, transport: null }],
    ['53/UDP', { kind: 'ports', range: { from: 53, to: 53 }, transport: 'udp' }],
    ['6000-6063', { kind: 'ports', range: { from: 6000, to: 6063 }, transport: null }],
    ['10.0.0.5', { kind: 'address', address: '10.0.0.5' }],
    ['10.0.0.0/8', { kind: 'address', address: '10.0.0.0/8' }],
    ['2001:db8::1', { kind: 'address', address: '2001:db8::1' }],
    ['remote   desk', { kind: 'words', words: 'remote desk' }],
    ['65536', { kind: 'words', words: '65536' }],
    ['443/http', { kind: 'words', words: '443/http' }],
    ['  ', { kind: 'nothing' }],
  ])('"%s" is understood', (text, word) => {
    expect(readTypedWord(text)).toEqual(word);
  });

  it('leads to both transports, to a view of an address, and to what a search found first', () => {
    expect(choicesOf(readTypedWord('443'), []).map(({ path }) => path)).toEqual(['/port/443/tcp', '/port/443/udp']);
    expect(choicesOf(readTypedWord('10.0.0.5'), [])[1]).toMatchObject({ path: '/traffic', query: { q: '10.0.0.5' } });
    const hit = {
      port: 6000,
      lastPort: 6063,
      transport: 'tcp',
      keys: ['6000-6063/tcp'],
      name: 'x11',
      title: 'X',
      why: '',
      score: 1,
    } as const;
    expect(choicesOf(readTypedWord('x11'), [hit])[0]).toMatchObject({
      path: '/port/6000/tcp',
      name: '6000-6063/tcp x11',
    });
  });
});
