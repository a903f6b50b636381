import { describe, expect, it } from 'vitest';
import type { TrafficFormat } from './decoder.ts';
import { findFormat, headOf } from './find-format.ts';
import { windowsFirewall } from './windows-firewall.ts';

const named = (id: string, sureness: number): TrafficFormat => ({ ...windowsFirewall, id, sniff: () => sureness });

describe('the format of an input', () => {
  const head = headOf(Buffer.from('x'), 'x');

  it('is the one that is surest, and those nearly as sure are named', () => {
    const found = findFormat(head, [
      named('a', 0.3),
      named('b', 0.8),
      named('c', 0.75),
      named('d', 0.7),
      named('e', 0),
    ]);
    expect(found).toMatchObject({ format: { id: 'b' }, sureness: 0.8, others: [{ id: 'c' }] });
  });

  it('is none where nobody knows it', () => {
    expect(findFormat(head, [named('a', 0), named('b', 0)])).toBeNull();
    expect(findFormat(head, [])).toBeNull();
  });
});

describe('the head of an input', () => {
  it('has its first lines, without their ends, whatever they are', () => {
    expect(headOf(Buffer.from('one\r\ntwo\nthree'), '').lines).toEqual(['one', 'two', 'three']);
    expect(headOf(Buffer.alloc(0), '').lines).toEqual(['']);
    const many = headOf(Buffer.from('line\n'.repeat(1000)), '').lines;
    expect(many).toEqual(many.map(() => 'line'));
    expect(many).toHaveLength(50);
    expect(headOf(Buffer.alloc(100_000, 'x'), '').lines).toEqual(['x'.repeat(2000)]);
  });

  it('has every byte as a letter', () => {
    expect(headOf(Buffer.from([0, 200, 255]), '').lines).toEqual(['\u0000\u00c8\u00ff']);
    const bytes = Buffer.from('-middle-').subarray(1, 7);
    expect(headOf(bytes, '').lines).toEqual(['middle']);
  });

  it.each([
    ['/var/log/kern.log.1.gz', 'kern.log.1'],
    ['C:\\logs\\pfirewall.log', 'pfirewall.log'],
    ['eve.json.ZST', 'eve.json'],
    ['', ''],
  ])('of %s has the name %s', (path, name) => {
    expect(headOf(Buffer.from(''), path).name).toBe(name);
  });
});
