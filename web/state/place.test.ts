import { describe, expect, it, vi } from 'vitest';

// The page's own address is read when the module is loaded.
vi.stubGlobal('location', { pathname: '/sockets', search: '?ports=22&q=a' });
const { elsewhere, hrefWith, withQuery } = await import('./place.ts');

describe('an address of the page', () => {
  it('keeps what was said, changes what is new and leaves out what is not said any more', () => {
    expect(withQuery('/x', new URLSearchParams('a=1&b=2'), { b: null, c: 'x y' })).toBe('/x?a=1&c=x+y');
    expect(withQuery('/x', new URLSearchParams('a=1'), { a: '' })).toBe('/x');
  });

  it('is read easily', () => {
    expect(withQuery('/', new URLSearchParams(), { ports: '22,80', at: '1/tcp' })).toBe('/?ports=22,80&at=1/tcp');
  });

  it('takes the ports along to other views, and nothing else', () => {
    expect(elsewhere('/audit', { q: 'b&c' })).toBe('/audit?ports=22&q=b%26c');
    expect(hrefWith({ q: null })).toBe('/sockets?ports=22');
  });
});
