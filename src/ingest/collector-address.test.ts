import { describe, expect, it } from 'vitest';
import { formatCollectorAddress, isLoopbackHost, parseCollectorAddress } from './collector-address.ts';

const read = (text: string, isInsecureAllowed = false): string =>
  formatCollectorAddress(parseCollectorAddress(text, isInsecureAllowed));

describe('the address of a collector', () => {
  it('has a port of its own where none is written', () => {
    expect(read('https://collector')).toBe('https://collector:7654');
    expect(read('https://collector:443')).toBe('https://collector:443');
    expect(read('http://127.0.0.1:80/')).toBe('http://127.0.0.1:80');
    expect(read('https://[2001:db8::1]/ports/')).toBe('https://[2001:db8::1]:7654/ports');
  });

  it('is a Unix socket by its whole path', () => {
    expect(read('unix:/run/portolan/serve.sock')).toBe('unix:/run/portolan/serve.sock');
    expect(() => read('unix:serve.sock')).toThrow('the whole path');
  });

  it('is in the open on loopback only, unless that is asked for', () => {
    for (const url of ['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1']) expect(read(url)).toBe(url);
    for (const url of ['http://10.0.0.1:1', 'http://collector:1', 'http://localhost.example:1', 'http://[::]:1']) {
      expect(() => read(url)).toThrow('in the open');
      expect(read(url, true)).toBe(url);
    }
  });

  it('has no place for secrets, and does not repeat them', () => {
    for (const url of ['https://me:secret@collector', 'https://collector/?token=secret', 'https://collector/#secret']) {
      expect(() => read(url)).toThrow(/^the address of a collector is host, port and path only/);
    }
  });

  it('is nothing else', () => {
    for (const text of ['', 'collector', 'ftp://collector', 'https://', 'file:///etc/passwd']) {
      expect(() => read(text)).toThrow('is no collector');
    }
  });

  it('knows loopback by the whole of 127.0.0.0/8', () => {
    expect(['127.8.9.10', '::1', 'localhost', 'a.localhost', '::ffff:127.0.0.1'].every(isLoopbackHost)).toBe(true);
    expect(['128.0.0.1', '::2', 'localhost.example', '127.0.0.1.example', ''].some(isLoopbackHost)).toBe(false);
  });
});
