import { describe, expect, it } from 'vitest';
import { dossierText, patternText, schemaFaultsOf } from '../files.fixture.ts';

const advised = (audience: string): string =>
  dossierText('Echo', ['7/tcp'], `advice:\n  - { ${audience}do: Close it., sources: [iana], confidence: single }\n`);
const faults = (text: string): string[] => schemaFaultsOf({ 'ports/0007-echo.yaml': text });

describe('advice-without-audience', () => {
  it('finds advice to nobody, in a dossier and in a pattern', () => {
    expect(faults(advised(''))).toEqual([
      expect.stringMatching(/^ports\/0007-echo\.yaml:6:5: advice-without-audience: advice\.0\.audience: /),
    ]);
    expect(schemaFaultsOf({ 'patterns/x.yaml': patternText('x').replace('audience: edge, ', '') })).toEqual([
      expect.stringContaining(': advice-without-audience: '),
    ]);
  });

  it('leaves an audience of another word to the schema', () => {
    expect(faults(advised('audience: everybody, '))).toEqual([
      expect.stringContaining(': schema: advice.0.audience: '),
    ]);
    expect(faults(advised('audience: host, '))).toEqual([]);
  });
});
