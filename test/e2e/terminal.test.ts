import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widthOf } from '../../src/cli/width.ts';
import { LISTEN, recordMachine, UNCONNECTED } from '../../src/sockets/machine.fixture.ts';
import { makeFolder, removeFolder, writeTree } from './program.fixture.ts';
import { hasTerminal, runOnTerminal, withoutColour } from './terminal.fixture.ts';

let folder = '';

beforeAll(() => {
  folder = makeFolder();
  const fs = recordMachine({
    tcp: [
      { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
      { local: '0.0.0.0:6379', state: LISTEN, inode: 2 },
      { local: '127.0.0.1:61234', state: LISTEN, inode: 3 },
    ],
    tcp6: [{ local: '[fd00:1234::9abc]:61235', state: LISTEN, inode: 4 }],
    udp6: [{ local: '[::]:5353', state: UNCONNECTED, inode: 5 }],
    processes: [
      { pid: 10, name: 'sshd', holds: [1], uid: 0, unit: 'a-service-with-quite-a-long-name.service' },
      { pid: 11, name: 'redis-server', holds: [2] },
      { pid: 12, name: '日本語日本語日本', holds: [3, 4], exe: '/tmp/日本語' },
    ],
  });
  writeTree(fs, folder);
});

afterAll(() => removeFolder(folder));

const onTerminal = (command: string, columns: number, env: Readonly<Record<string, string>> = {}): string[] =>
  runOnTerminal(command, columns, { PORTOLAN_ROOT: folder, ...env });

describe.skipIf(!hasTerminal)('on a terminal', () => {
  it.each(
    [80, 100, 132].flatMap((columns) =>
      ['', 'sockets', 'sockets -tulpne', 'explain 6379 23'].map((command) => ({ columns, command })),
    ),
  )('no line is wider than its $columns columns: portolan $command', ({ columns, command }) => {
    const lines = onTerminal(command, columns).map(withoutColour);
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
  });

  it.each(['', 'sockets', 'explain 443 --no-here'])(
    'there is colour, unless the user wants none: portolan %s',
    (command) => {
      const hasColour = (env: Readonly<Record<string, string>>): boolean =>
        onTerminal(command, 80, env).join('').includes('\u001b[');
      expect(hasColour({})).toBe(true);
      expect(hasColour({ NO_COLOR: '1' })).toBe(false);
      expect(hasColour({ TERM: 'dumb' })).toBe(false);
    },
  );

  it('what matters is said in words or signs as well as in colour', () => {
    expect(onTerminal('', 100, { NO_COLOR: '1' }).join('\n')).toMatch(/!! .*redis/);
    expect(onTerminal('sockets', 132, { NO_COLOR: '1' }).join('\n')).toMatch(/6379 .*!! /);
  });
});
