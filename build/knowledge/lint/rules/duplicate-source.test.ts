import { describe, expect, it } from 'vitest';
import { faultsOf, sourceText } from '../files.fixture.ts';
import { duplicateSource } from './duplicate-source.ts';

describe('duplicate-source', () => {
  it('finds a source that two files list', () => {
    expect(faultsOf(duplicateSource, { 'sources/more.yaml': sourceText('rfc862') + sourceText('iana') })).toEqual([
      'sources/more.yaml:2:1: duplicate-source: "iana" is already in sources/base.yaml',
    ]);
  });

  it('lets two files list different ones', () => {
    expect(faultsOf(duplicateSource, { 'sources/more.yaml': sourceText('rfc862') })).toEqual([]);
  });
});
