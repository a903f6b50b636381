import { describe, expect, it } from 'vitest';
import { dossierText, schemaFaultsOf } from '../files.fixture.ts';

const ECHO = dossierText('Echo', ['7/tcp']);
const faults = (text: string): string[] => schemaFaultsOf({ 'ports/0007-echo.yaml': text });

describe('missing-confidence', () => {
  it('finds a statement that does not say how well it is founded', () => {
    expect(faults(ECHO.replace(', confidence: single', ''))).toEqual([
      expect.stringMatching(/^ports\/0007-echo\.yaml:3:10: missing-confidence: summary\.confidence: /),
    ]);
  });

  it('leaves a confidence of another word to the schema', () => {
    expect(faults(ECHO.replace('single', 'sure'))).toEqual([expect.stringContaining(': schema: summary.confidence: ')]);
    expect(faults(ECHO)).toEqual([]);
  });
});
