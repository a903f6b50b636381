import { describe, expect, it } from 'vitest';
import { dossierText, schemaFaultsOf } from '../files.fixture.ts';

const ECHO = dossierText('Echo', ['7/tcp']);
const faults = (text: string): string[] => schemaFaultsOf({ 'ports/0007-echo.yaml': text });

describe('missing-source', () => {
  it('finds a statement without sources, and one whose list is empty', () => {
    expect(faults(ECHO.replace('sources: [iana], ', ''))).toEqual([
      expect.stringMatching(/^ports\/0007-echo\.yaml:3:10: missing-source: summary\.sources: /),
    ]);
    expect(faults(ECHO.replace('[iana]', '[]'))).toEqual([
      'ports/0007-echo.yaml:3:36: missing-source: summary.sources: a statement needs at least one source',
    ]);
  });

  it('leaves sources that are no list to the schema', () => {
    expect(faults(ECHO.replace('[iana]', 'iana'))).toEqual([expect.stringContaining(': schema: summary.sources: ')]);
    expect(faults(ECHO)).toEqual([]);
  });
});
