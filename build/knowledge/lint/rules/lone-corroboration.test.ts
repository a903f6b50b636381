import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf } from '../files.fixture.ts';
import { loneCorroboration } from './lone-corroboration.ts';

const corroboratedBy = (sources: string): string =>
  `uses:\n  - { name: x, kind: common, sources: [${sources}], confidence: corroborated }\n`;

describe('lone-corroboration', () => {
  it.each([['iana'], ['iana, editors'], ['editors']])(
    'finds a statement that %s alone is said to corroborate',
    (sources) => {
      const text = dossierText('Echo', ['7/tcp']) + corroboratedBy(sources);
      expect(faultsOf(loneCorroboration, { 'ports/0007-echo.yaml': text })).toHaveLength(1);
    },
  );

  it('has nothing against two', () => {
    const text = dossierText('Echo', ['7/tcp']) + corroboratedBy('iana, rfc862');
    expect(faultsOf(loneCorroboration, { 'ports/0007-echo.yaml': text })).toEqual([]);
  });
});
