import { describe, expect, it } from 'vitest';
import { dossierText, faultsOf, fingerprintsText, patternText } from '../files.fixture.ts';
import { fileName } from './file-name.ts';

describe('file-name', () => {
  it.each([
    ['echo.yaml', ['7/tcp'], '0007-'],
    ['7-echo.yaml', ['7/tcp'], '0007-'],
    ['0007.yaml', ['7/tcp'], '0007-'],
    ['6000-x11.yaml', ['6000-6063/tcp'], '6000-6063-'],
    ['0080-http.yaml', ['8080/tcp', '80/tcp'], '8080-'],
  ])('finds %s, a dossier on %j', (name, keys, prefix) => {
    expect(faultsOf(fileName, { [`ports/${name}`]: dossierText('Title', keys) })).toEqual([
      `ports/${name}:1:8: file-name: must begin with ports/${prefix}`,
    ]);
  });

  it.each([
    ['0000-reserved.yaml', ['0/tcp']],
    ['0007-echo.yaml', ['7/tcp', '7/udp']],
    ['10250-kubelet.yaml', ['10250/tcp']],
    ['49152-65535-dynamic.yaml', ['49152-65535/udp']],
  ])('lets %s be', (name, keys) => {
    expect(faultsOf(fileName, { [`ports/${name}`]: dossierText('Title', keys) })).toEqual([]);
  });

  it('finds a pattern in a file of another name', () => {
    expect(faultsOf(fileName, { 'patterns/udp-smurf.yaml': patternText('fraggle') })).toEqual([
      'patterns/udp-smurf.yaml:1:5: file-name: must be patterns/fraggle.yaml',
    ]);
    expect(faultsOf(fileName, { 'patterns/fraggle.yaml': patternText('fraggle') })).toEqual([]);
  });

  it('finds fingerprints in a file of another name', () => {
    const text = fingerprintsText('ftp', `on: greeting, pattern: '^220 x', product: x, examples: [{ text: 220 x }]`);
    expect(faultsOf(fileName, { 'fingerprints/files.yaml': text })).toEqual([
      'fingerprints/files.yaml:1:10: file-name: must be fingerprints/ftp.yaml',
    ]);
    expect(faultsOf(fileName, { 'fingerprints/ftp.yaml': text })).toEqual([]);
  });
});
