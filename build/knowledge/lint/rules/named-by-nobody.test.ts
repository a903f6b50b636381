import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, patternText } from '../files.fixture.ts';
import { namedByNobody } from './named-by-nobody.ts';

const sign = (parts: string): string => `{ by: count, shows: it, ${parts}, per: source, confidence: low }`;
const lint = (parts: string, patterns = ''): string[] =>
  faultsOf(namedByNobody, {
    'ports/0007-echo.yaml': dossierText('Echo', ['7/tcp'], patterns),
    'patterns/x.yaml': patternText('x', sign(parts)),
  });

describe('named-by-nobody', () => {
  it('finds a pattern on the ports of dossiers that do not name it', () => {
    expect(lint('when: { dport: [9, named] }', 'patterns: [y]\n')).toEqual([
      'patterns/x.yaml:6:52: named-by-nobody: no dossier names "x", so the sign has no ports',
    ]);
  });

  it.each([
    'when: { dport: [9] }, unless: [{ sport: [named] }]',
    'when: { dport: [9] }, after: { when: { dport: [named] }, between: same, within: 1h }',
    'when: { dport: [9] }, need: { share: { when: { dport: [named] }, atLeast: 0.5 }, within: 1h }',
  ])('finds it wherever a sign has a condition: %s', (parts) => {
    expect(lint(parts)).toHaveLength(1);
  });

  it('lets it be when one dossier names it, or when it has ports of its own', () => {
    expect(lint('when: { dport: [named] }', 'patterns: [x]\n')).toEqual([]);
    expect(lint('when: { dport: [9, registered] }')).toEqual([]);
  });
});
