import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

describe('the pace of looks', () => {
  it('is the wanted one while looks are cheap, whatever the first one cost', () => {
    const pace = new Pace(1000);
    for (const cost of [900, 5, 5, 5]) pace.note(cost);
    expect(pace.interval).toBe(1000);
    expect(pace.isSlowed).toBe(false);
    expect(pace.isNews()).toBe(false);
  });

  it('keeps what looks cost under 5 % of a core, and says so once', () => {
    const pace = new Pace(1000);
    for (let look = 0; look < 20; look++) pace.note(300);
    expect(300 / pace.interval).toBeLessThanOrEqual(0.05);
    expect(pace.isSlowed).toBe(true);
    expect([pace.isNews(), pace.isNews()]).toEqual([true, false]);
  });

  it('quickens again when looks get cheaper, and would tell the next time', () => {
    const pace = new Pace(100);
    for (let look = 0; look < 9; look++) pace.note(100);
    expect(pace.isNews()).toBe(true);
    for (let look = 0; look < 40; look++) pace.note(1);
    expect(pace.interval).toBe(100);
    expect(pace.isNews()).toBe(false);
    for (let look = 0; look < 40; look++) pace.note(100);
    expect(pace.isNews()).toBe(true);
  });
});
