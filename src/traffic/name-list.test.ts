import { describe, expect, it } from 'vitest';
import { NameList } from './name-list.ts';

describe('a list of names', () => {
  it('numbers them in the order they came; 0 is no name', () => {
    const names = new NameList();
    expect(['DROP ', 'ACCEPT ', 'DROP ', ''].map((name) => names.place(name))).toEqual([1, 2, 1, 0]);
    expect([0, 1, 2, 3].map((place) => names.name(place))).toEqual(['', 'DROP ', 'ACCEPT ', '']);
    expect(names.length).toBe(3);
  });

  it('keeps names that are also those of every object', () => {
    const names = new NameList();
    expect(names.place('__proto__')).toBe(1);
    expect(names.place('constructor')).toBe(2);
    expect(names.name(1)).toBe('__proto__');
  });

  it('is bounded: further names are no name, and counted', () => {
    const names = new NameList(3);
    expect(['a', 'b', 'c', 'd', 'b'].map((name) => names.place(name))).toEqual([1, 2, 0, 0, 2]);
    expect(names.refused).toBe(2);
  });
});
