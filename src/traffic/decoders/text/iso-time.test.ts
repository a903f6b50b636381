import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../clock.ts';
import { IsoTime } from './iso-time.ts';
import { parseIsoTime } from './syslog-frame.ts';

const clock = new Clock(0, () => 7200);

describe('an ISO time in bytes', () => {
  it('is the same as the one read from a string', () => {
    const time = new IsoTime(clock);
    const read = (text: string): number => time.read(Buffer.from(`x${text}y`), 1, text.length + 1);
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9000-01-01'), noInvalidDate: true }),
        fc.constantFrom('Z', '', '+0200', '-05:30', '+02'),
        fc.constantFrom('.', ','),
        fc.constantFrom('T', ' '),
        fc.nat(999_999_999),
        (date, zone, dot, between, fraction) => {
          const text = `${date.toISOString().slice(0, 10)}${between}${date.toISOString().slice(11, 19)}${dot}${fraction}`;
          const full = zone === '+02' ? '+0200' : zone;
          expect(read(text + zone)).toBeCloseTo(parseIsoTime(text + full, clock), 5);
        },
      ),
    );
    expect(read('2026-10-09T08:06:26')).toBe(parseIsoTime('2026-10-09T08:06:26', clock));
    expect(read('2026-10-09T08:06:27.123456789123Z')).toBeCloseTo(
      parseIsoTime('2026-10-09T08:06:27.123456789Z', clock),
      6,
    );
  });

  it('is none where the bytes are none', () => {
    const time = new IsoTime(clock);
    for (const text of [
      '',
      '2026-10-09',
      '2026-13-09T08:06:26Z',
      '2026-10-09T08:06:66Z',
      '2026-10-09T08:06:26Zz',
      '2026-10-09T08:06:26+2',
      '2026-10-09T08:06:26 and',
      '2026-10-09T08-06-26Z',
    ]) {
      expect(time.read(Buffer.from(text), 0, text.length), text).toBeNaN();
    }
  });
});
