import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptiveTimeout } from './adaptive-timeout.ts';
import { DEFAULT_LIMITS, lowerLimits } from './limits.ts';
import { ProgressMeter } from './progress.ts';
import { TokenBucket } from './token-bucket.ts';

describe('the timeout of a host', () => {
  it('is a second before the first answer, and stays between its floor and a second whatever comes', () => {
    expect(new AdaptiveTimeout(100).value).toBe(1000);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -10, max: 1e6, noNaN: true })), (samples) => {
        const timeout = new AdaptiveTimeout(300);
        for (const sample of samples) timeout.learn(sample);
        expect(timeout.value).toBeGreaterThanOrEqual(300);
        expect(timeout.value).toBeLessThanOrEqual(1000);
      }),
    );
  });

  it('is longer than the answers take, and learns it from them', () => {
    const timeout = new AdaptiveTimeout(10);
    for (let answer = 0; answer < 100; answer++) timeout.learn(answer % 2 === 0 ? 90 : 110);
    expect(timeout.value).toBeGreaterThan(110);
    expect(timeout.value).toBeLessThan(250);
  });

  it('is three round trips after one answer (RFC 6298 section 2.2)', () => {
    const timeout = new AdaptiveTimeout(10);
    timeout.learn(100);
    expect(timeout.value).toBe(300);
  });
});

describe('a bucket', () => {
  it('never lets more through than its rate and one burst, in any second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 200 }),
        (rate, pauses) => {
          const bucket = new TokenBucket(rate, 0);
          const passed: number[] = [];
          let now = 0;
          for (const pause of pauses) {
            now += pause;
            while (bucket.has(now)) {
              bucket.take();
              passed.push(now);
            }
          }
          const burst = Math.max(rate * 0.1, 1);
          for (const from of passed) {
            const within = passed.filter((at) => at >= from && at < from + 1000).length;
            expect(within).toBeLessThanOrEqual(rate + burst + 1);
          }
        },
      ),
    );
  });

  it('reaches its rate when asked often enough', () => {
    const bucket = new TokenBucket(200, 0);
    let passed = 0;
    for (let now = 0; now <= 10_000; now += 25) {
      for (; bucket.has(now); passed++) bucket.take();
    }
    expect(passed).toBeGreaterThanOrEqual(1999);
    expect(passed).toBeLessThanOrEqual(2001);
  });

  it('without a rate lets all through, and has no rate of zero', () => {
    const bucket = new TokenBucket(Infinity, 0);
    for (let index = 0; index < 100_000; index++) bucket.take();
    expect(bucket.has(0)).toBe(true);
    expect(() => new TokenBucket(0, 0)).toThrow(RangeError);
  });
});

describe('limits', () => {
  it('can be lowered and not raised', () => {
    expect(lowerLimits({ perSecond: 50, concurrency: 8 }).remote).toMatchObject({ perSecond: 50, concurrency: 8 });
    expect(lowerLimits({ perSecond: 1e6, concurrency: 1e6 }).remote).toEqual(DEFAULT_LIMITS.remote);
    expect(lowerLimits({})).toEqual(DEFAULT_LIMITS);
  });
});

describe('progress', () => {
  it('is told every 250 ms at most, and foretells the rest by the rate of late', () => {
    const meter = new ProgressMeter(1000, 0, 0);
    expect(meter.report(10, 0, 100)).toBeNull();
    expect(meter.report(25, 0, 250)).toEqual({ done: 25, total: 1000, open: 0, eta: null });
    expect(meter.report(30, 0, 300)).toBeNull();
    expect(meter.report(50, 1, 500)).toEqual({ done: 50, total: 1000, open: 1, eta: 9500 });
  });

  it('foretells nothing where nothing moves', () => {
    const meter = new ProgressMeter(1000, 100, 0);
    expect(meter.report(100, 0, 1000)?.eta).toBeNull();
    expect(meter.last(100, 0).eta).toBeNull();
    expect(meter.last(1000, 0).eta).toBe(0);
  });
});
