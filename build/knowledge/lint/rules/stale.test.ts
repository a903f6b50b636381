import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, patternText } from '../files.fixture.ts';
import { stale } from './stale.ts';

const files = { 'ports/0007-echo.yaml': dossierText('Echo', ['7/tcp']), 'patterns/x.yaml': patternText('x') };

describe('stale', () => {
  it('warns of a text that nobody revised for more than two years', () => {
    expect(faultsOf(stale, files, { today: '2028-01-03' })).toEqual([
      'ports/0007-echo.yaml:4:10: warning: stale: revised 2026-01-02, more than 24 months ago',
      'patterns/x.yaml:9:10: warning: stale: revised 2026-01-02, more than 24 months ago',
    ]);
  });

  it('lets a text be that is two years old to the day', () => {
    expect(faultsOf(stale, files, { today: '2028-01-02' })).toEqual([]);
  });
});
