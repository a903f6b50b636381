import { describe, expect, it } from 'vitest';
import { faultsOf, fingerprintsText } from '../files.fixture.ts';
import { unknownService } from './unknown-service.ts';

const of = (service: string): string[] => {
  const text = fingerprintsText(service, "on: greeting, pattern: '^220 x', product: x, examples: [{ text: 220 x }]");
  return faultsOf(unknownService, { [`fingerprints/${service}.yaml`]: text });
};

describe('unknown-service', () => {
  it('finds fingerprints of a protocol that nobody asks', () => {
    expect(of('gopher')).toEqual(['fingerprints/gopher.yaml:1:10: unknown-service: "gopher" is asked by nobody']);
  });

  it('knows protocols of TCP and of UDP', () => {
    expect(of('ftp')).toEqual([]);
    expect(of('tftp')).toEqual([]);
  });
});
