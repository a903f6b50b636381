import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf } from '../files.fixture.ts';
import { unsourcedFact } from './unsourced-fact.ts';

describe('unsourced-fact', () => {
  it('finds a use that only we vouch for', () => {
    const text = `${dossierText('Echo', ['7/tcp'])}uses:\n  - { name: x, kind: common, sources: [editors], confidence: single }\n`;
    expect(faultsOf(unsourcedFact, { 'ports/0007-echo.yaml': text })).toEqual([
      expect.stringContaining('unsourced-fact: a fact needs a source that a reader can follow'),
    ]);
  });

  it('leaves judgement to us', () => {
    const text = `${dossierText('Echo', ['7/tcp'])}advice:\n  - { audience: host, do: Close it., sources: [editors], confidence: single }\n`;
    expect(faultsOf(unsourcedFact, { 'ports/0007-echo.yaml': text })).toEqual([]);
  });
});
