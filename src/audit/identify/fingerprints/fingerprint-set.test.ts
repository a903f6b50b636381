import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nameService } from '../name-service.ts';
import { MAX_TEXT } from './fingerprint.ts';
import { FingerprintSet } from './fingerprint-set.ts';
import { openFingerprints } from './open-fingerprints.ts';

const TABLE = {
  http: [
    { on: 'server', pattern: '^x/(?<version>[^ ]+)', product: 'X', os: 'Debian', cpe: 'cpe:/a:x:x' },
    { on: 'server', pattern: '^x', isBothCases: true, product: 'Old X' },
    { on: 'body', pattern: 'end$', product: 'End' },
  ],
} as const;

describe('a set of fingerprints', () => {
  const set = new FingerprintSet(TABLE);

  it('gives the first that fits, of the same service and text', () => {
    expect(set.match('http', 'server', 'x/1.2 y')).toEqual({
      product: 'X',
      version: '1.2',
      vendor: null,
      os: 'Debian',
      cpe: 'cpe:/a:x:x',
    });
    expect(set.match('http', 'server', 'X')).toMatchObject({ product: 'Old X', version: null });
    expect(set.match('http', 'greeting', 'x/1.2')).toBeNull();
    expect(set.match('ftp', 'server', 'x/1.2')).toBeNull();
    expect(set.match('constructor', 'server', 'x/1.2')).toBeNull();
  });

  it('cuts line ends, text and version', () => {
    expect(set.match('http', 'body', 'the end\r\n\r\n')).toMatchObject({ product: 'End' });
    expect(set.match('http', 'body', `${'a'.repeat(MAX_TEXT)}end`)).toBeNull();
    expect(set.match('http', 'server', `x/${'1'.repeat(1000)}`)?.version).toHaveLength(64);
  });

  it('is read from the file that the build writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-fingerprints-'));
    try {
      writeFileSync(join(folder, 'f.json'), JSON.stringify(TABLE));
      expect(openFingerprints(join(folder, 'f.json')).match('http', 'server', 'x')).toMatchObject({ product: 'Old X' });
      expect(() => openFingerprints(join(folder, 'none.json'))).toThrow(/ENOENT/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('makes a name: the version in the CPE, and nothing that could be an escape', () => {
    const known = { service: 'http', isCertain: true, texts: [['server', 'x/1\x1b2']] } as const;
    expect(nameService(known, [set], true)).toEqual({
      name: 'http',
      product: 'X',
      version: String.raw`1\x1b2`,
      isTls: true,
      confidence: 'certain',
      because: String.raw`x/1\x1b2`,
      os: 'Debian',
      cpe: 'cpe:/a:x:x:12',
    });
    const plain = { service: 'domain', isCertain: false, texts: [['version', '9.99.1-own']] } as const;
    expect(nameService(plain, [], false)).toMatchObject({ product: null, version: '9.99.1-own', confidence: 'likely' });
    const words = { service: 'domain', isCertain: true, texts: [['version', 'go away']] } as const;
    expect(nameService(words, [], false)).toMatchObject({ version: null });
  });
});
