import { describe, expect, it } from 'vitest';
import { faultsOf, fingerprintsText } from '../files.fixture.ts';
import { costlyPattern } from './costly-pattern.ts';

const withPattern = (pattern: string): string[] => {
  const text = fingerprintsText('ftp', `on: greeting, pattern: '${pattern}', product: x, examples: [{ text: x }]`);
  return faultsOf(costlyPattern, { 'fingerprints/ftp.yaml': text });
};

describe('costly-pattern', () => {
  it('finds a group that can read the same in two ways', () => {
    expect(withPattern('^(?:[^ ]+ ?)+$')).toEqual([
      'fingerprints/ftp.yaml:4:30: costly-pattern: its steps have no bound: a repeated group can read the same characters in two ways',
    ]);
  });

  it('finds three loops on the same characters', () => {
    expect(withPattern('^.*FTP.*ready.*$')).toEqual([
      "fingerprints/ftp.yaml:4:30: costly-pattern: its steps can grow with power 3 of the text's length",
    ]);
  });

  it('lets two of them be, and a group whose parts are kept apart', () => {
    expect(withPattern('^.*FTP.*ready$')).toEqual([]);
    expect(withPattern('^(?:[a-z]+[.])+[a-z]+$')).toEqual([]);
  });
});
