import { describe, expect, it } from 'vitest';
import { CliError } from '../exit-code.ts';
import { isFile, nameOf, pathOf, stateFolder, timeName } from './places.ts';

describe('the folder of snapshots', () => {
  it('is where the XDG specification says, and a relative path is none', () => {
    expect(stateFolder({ HOME: '/home/ada' })).toBe('/home/ada/.local/state/portolan/snapshots');
    expect(stateFolder({ HOME: '/home/ada', XDG_STATE_HOME: '/s' })).toBe('/s/portolan/snapshots');
    expect(stateFolder({ HOME: '/home/ada', XDG_STATE_HOME: 's' })).toBe('/home/ada/.local/state/portolan/snapshots');
    expect(stateFolder({ HOME: '' })).toBeNull();
    expect(stateFolder({})).toBeNull();
  });
});

describe('a name', () => {
  it('by the time sorts as the time does, and is one', () => {
    const name = timeName(new Date('2026-11-22T18:04:05.678Z'));
    expect(name).toBe('2026-11-22T180405Z');
    expect(pathOf('/f', name)).toBe('/f/2026-11-22T180405Z.json');
    expect(nameOf(`${name}.json`)).toBe(name);
  });

  it.each(['', '.', '..', '-rf', '.hidden', 'a b', 'a\nb', 'ä', 'x'.repeat(101)])('is not %j', (name) => {
    expect(() => pathOf('/f', name)).toThrow(CliError);
    expect(nameOf(`${name}.json`)).toBeNull();
  });

  it('is told from a file', () => {
    expect(['./a', '/a/b', 'a.json', 'a/../b'].map(isFile)).toEqual([true, true, true, true]);
    expect(['a', 'baseline', '2026-11-22T180405Z'].map(isFile)).toEqual([false, false, false]);
  });
});
