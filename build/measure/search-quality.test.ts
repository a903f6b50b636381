import { describe, expect, it } from 'vitest';
import { hitRate, meanReciprocal, rankOf } from '../../bench/search/search-quality.ts';
import { randomPorts } from './timing.ts';

describe('the rank of a right hit', () => {
  it('is that of the first accepted key', () => {
    expect(rankOf({ expect: ['443/udp', '443/tcp'] }, ['80/tcp', '443/tcp', '443/udp'])).toBe(2);
  });

  it('counts a port for its range, but not for another transport', () => {
    expect(rankOf({ expect: ['6000-6063/tcp'] }, ['6010/tcp'])).toBe(1);
    expect(rankOf({ expect: ['6000-6063/tcp'] }, ['6010/udp'])).toBe(0);
  });

  it('is 0 beyond the tenth', () => {
    const wrong = Array.from({ length: 10 }, () => '1/tcp');
    expect(rankOf({ expect: ['443/tcp'] }, [...wrong, '443/tcp'])).toBe(0);
  });
});

describe('the figures of a search', () => {
  it('give a rank its reciprocal and a miss nothing', () => {
    expect(meanReciprocal([1, 2, 0, 4])).toBeCloseTo(0.4375);
    expect(hitRate([1, 2, 0, 4], 1)).toBe(0.25);
    expect(hitRate([1, 2, 0, 4], 10)).toBe(0.75);
  });
});

describe('ports drawn by chance', () => {
  it('are the same for one seed, and of both transports', () => {
    const drawn = randomPorts(1000);
    expect(drawn).toEqual(randomPorts(1000));
    expect(drawn).not.toEqual(randomPorts(1000, 2));
    expect(new Set(drawn.map(({ transport }) => transport))).toEqual(new Set(['tcp', 'udp']));
    expect(new Set(drawn.map(({ port }) => port)).size).toBeGreaterThan(950);
    expect(drawn.every(({ port }) => port >= 0 && port <= 65_535)).toBe(true);
  });
});
