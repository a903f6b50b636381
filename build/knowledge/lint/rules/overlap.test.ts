import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf } from '../files.fixture.ts';
import { overlap } from './overlap.ts';

const two = (first: readonly string[], second: readonly string[], more = ''): string[] =>
  faultsOf(overlap, { 'ports/a.yaml': dossierText('A', first, more), 'ports/b.yaml': dossierText('B', second) });

describe('overlap', () => {
  it('finds two dossiers on one port', () => {
    expect(two(['7/tcp', '7/udp'], ['9/udp', '7/udp'])).toEqual([
      'ports/b.yaml:1:15: overlap: 7/udp is also claimed by ports/a.yaml',
    ]);
  });

  it('finds two dossiers on one range, and a range that begins in another and ends outside', () => {
    expect(two(['10-20/tcp'], ['10-20/tcp'])).toHaveLength(1);
    expect(two(['10-20/tcp'], ['15-25/tcp'])).toEqual([
      'ports/b.yaml:1:8: overlap: 15-25/tcp is also claimed by ports/a.yaml',
    ]);
  });

  it('finds a dossier that lists a port twice', () => {
    expect(faultsOf(overlap, { 'ports/a.yaml': dossierText('A', ['7/tcp', '7/tcp']) })).toHaveLength(1);
  });

  it.each([
    ['inside a wider one', ['6000-6063/tcp'], ['6006/tcp']],
    ['inside a wider one at its beginning', ['10-20/tcp'], ['10/tcp']],
    ['inside a wider one at its end', ['10-20/tcp'], ['15-20/tcp']],
    ['in another transport', ['514/tcp'], ['514/udp']],
    ['beside it', ['10-20/tcp'], ['21-30/tcp']],
  ])('lets a dossier stand %s', (_, first, second) => {
    expect(two(first, second)).toEqual([]);
    expect(two(second, first)).toEqual([]);
  });

  it('lets a dossier on a class of numbers stand beside one on a service', () => {
    expect(two(['10-20/tcp'], ['10-20/tcp'], 'kind: class\n')).toEqual([]);
  });
});
