import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, patternText, programText } from '../files.fixture.ts';
import { unknownClaim } from './unknown-claim.ts';

const ledger = (id: string): string => `- id: ${id}
  alsoKnownAs: [A1]
  claim: POP3 uses port 109.
  verdict: wrong
  fact: 109 is POP2.
  shownBy: explain 109
  finds: Post Office
  sources: [iana]
  confidence: registry
`;
const correction =
  'corrections: [{ claims: [A1, B14], said: This., fact: That., sources: [iana], confidence: single }]\n';
const files = {
  'ports/0007-echo.yaml': dossierText('Echo', ['7/tcp'], `confirms: [B12]\n${correction}`),
  'malware/x.yaml': programText('X', 'claims: [B15]\n'),
  'patterns/x.yaml': patternText('x', undefined, 'claims: [A1, B16]\n'),
};

describe('unknown-claim', () => {
  it('finds a claim that is answered and stands in no ledger', () => {
    expect(faultsOf(unknownClaim, { ...files, 'claims.yaml': ledger('B13') })).toEqual([
      'ports/0007-echo.yaml:5:12: unknown-claim: "B12" is not in claims.yaml',
      'ports/0007-echo.yaml:6:30: unknown-claim: "B14" is not in claims.yaml',
      'malware/x.yaml:7:10: unknown-claim: "B15" is not in claims.yaml',
      'patterns/x.yaml:10:14: unknown-claim: "B16" is not in claims.yaml',
    ]);
  });

  it('lets a claim of the ledger be, and asks nothing where no ledger is kept', () => {
    const whole = ['B12', 'B14', 'B15', 'B16'].map(ledger).join('');
    expect(faultsOf(unknownClaim, { ...files, 'claims.yaml': whole })).toEqual([]);
    expect(faultsOf(unknownClaim, files)).toEqual([]);
  });
});
