import { describe, expect, it } from 'vitest';
import { faultsOf, fingerprintsText } from '../files.fixture.ts';
import { fingerprintExample } from './fingerprint-example.ts';

const faults = (...fingerprints: string[]): string[] =>
  faultsOf(fingerprintExample, { 'fingerprints/ftp.yaml': fingerprintsText('ftp', ...fingerprints) }).map((fault) =>
    fault.replace('fingerprints/ftp.yaml:', ''),
  );
const X = "on: greeting, pattern: '^220 X (?<version>[0-9.]{1,9})', product: X";

describe('fingerprint-example', () => {
  it('lets a fingerprint be that tells its examples and not its near misses', () => {
    expect(faults(`${X}, examples: [{ text: 220 X 1.2, version: '1.2' }], nearMisses: [220 XY 1.2]`)).toEqual([]);
  });

  it('finds an example that the pattern does not fit, and a version that it does not find', () => {
    expect(faults(`${X}, examples: [{ text: 221 X 1.2, version: '1.2' }]`)).toEqual([
      '4:87: fingerprint-example: the pattern does not fit it',
    ]);
    expect(faults(`${X}, examples: [{ text: 220 X 1.2, version: '1.3' }]`)).toEqual([
      '4:87: fingerprint-example: the version found is 1.2, not 1.3',
    ]);
  });

  it('finds a near miss that it takes', () => {
    expect(faults(`${X}, examples: [{ text: 220 X 1, version: '1' }], nearMisses: [220 X 1 or so]`)).toEqual([
      '4:134: fingerprint-example: the pattern fits it',
    ]);
  });

  it('finds an example that another one takes first, but not one on another text', () => {
    const example = `${X}, examples: [{ text: 220 X 1, version: '1' }]`;
    expect(faults("on: greeting, pattern: '^220 ', product: Any, examples: [{ text: 220 hello }]", example)).toEqual([
      '5:87: fingerprint-example: Any stands before it and fits as well',
    ]);
    expect(faults("on: server, pattern: '^220 ', product: Any, examples: [{ text: 220 hello }]", example)).toEqual([]);
  });
});
