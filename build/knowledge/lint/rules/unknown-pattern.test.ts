import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, patternText } from '../files.fixture.ts';
import { unknownPattern } from './unknown-pattern.ts';

const files = { 'ports/0007-echo.yaml': dossierText('Echo', ['7/tcp'], 'patterns: [fraggle, udp-loop]\n') };

describe('unknown-pattern', () => {
  it('finds a pattern that has no file', () => {
    expect(faultsOf(unknownPattern, { ...files, 'patterns/fraggle.yaml': patternText('fraggle') })).toEqual([
      'ports/0007-echo.yaml:5:21: unknown-pattern: "udp-loop" has no file in patterns/',
    ]);
  });

  it('lets patterns be that have one, and asks nothing where no patterns are kept', () => {
    const patterns = {
      'patterns/fraggle.yaml': patternText('fraggle'),
      'patterns/udp-loop.yaml': patternText('udp-loop'),
    };
    expect(faultsOf(unknownPattern, { ...files, ...patterns })).toEqual([]);
    expect(faultsOf(unknownPattern, files)).toEqual([]);
  });
});
