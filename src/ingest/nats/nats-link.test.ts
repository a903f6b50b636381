import { describe, expect, it } from 'vitest';
import { loadNats, sensorOf, subjectOf } from './nats-link.ts';

describe('the subject of a sensor', () => {
  it('is its name, and no pattern', () => {
    expect(sensorOf(subjectOf('gate-1'))).toBe('gate-1');
    for (const name of ['', '*', '>', 'a.b', 'a b', 'x'.repeat(65)]) expect(() => subjectOf(name)).toThrow(RangeError);
    for (const subject of ['portolan.batches.', 'portolan.batches.a.b', 'other.gate'])
      expect(sensorOf(subject)).toBeNull();
  });

  it('is said to need packages that are not there', () => {
    const absent = (): never => {
      throw new Error("Cannot find module '@nats-io/transport-node'\nRequire stack");
    };
    expect(() => loadNats(absent)).toThrow('npm install them beside portolan');
  });
});
