import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, patternText, programText, sourceText } from '../files.fixture.ts';
import { unusedSource } from './unused-source.ts';

const ECHO = { 'ports/0007-echo.yaml': dossierText('Echo', ['7/tcp']) };
const MORE = { ...ECHO, 'sources/more.yaml': `# RFCs\n${sourceText('rfc862')}` };

describe('unused-source', () => {
  it('finds a source that no statement names', () => {
    expect(faultsOf(unusedSource, MORE)).toEqual(['sources/more.yaml:2:1: unused-source: no statement names "rfc862"']);
  });

  it.each([
    ['malware/x.yaml', programText('X')],
    ['patterns/x.yaml', patternText('x')],
  ])('lets a source be that only %s names', (file, text) => {
    expect(faultsOf(unusedSource, { ...MORE, [file]: text.replace('[iana]', '[rfc862]') })).toEqual([]);
  });
});
