import { describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';

describe('what a server said', () => {
  it('has its number, from the text of old servers and the field of new ones', () => {
    expect(failureOf(new Error('Code: 279, e.displayText() = DB::NetException: All tries failed')).code).toBe(279);
    expect(failureOf(Object.assign(new Error('no such table'), { code: '60' })).code).toBe(60);
    expect(failureOf(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })).code).toBeNull();
  });

  it('is worth another try where nobody answered or something was away, and not where the statement is wrong', () => {
    for (const said of ['socket hang up', 'Code: 210, refused', 'Code: 242, readonly', 'Code: 999, ZooKeeper']) {
      expect(failureOf(new Error(said)).isTemporary).toBe(true);
    }
    for (const said of ['Code: 62, syntax', 'Code: 60, no table', 'Code: 516, password']) {
      expect(failureOf(new Error(said)).isTemporary).toBe(false);
    }
  });

  it('is one line without what a terminal acts upon, however long', () => {
    const { message } = failureOf(
      new Error(`Code: 62, \u001b[31mred\u0007${'x'.repeat(9000)}\nStack trace:\n0. secret`),
    );
    expect(message).toMatch(/^Code: 62, \s\[31mred\s+x+ \.\.\.$/);
    expect(message.length).toBeLessThan(420);
    expect(failureOf(undefined).message).toBe('undefined');
    expect(failureOf(new Error('')).message).toBe('no answer');
  });
});
