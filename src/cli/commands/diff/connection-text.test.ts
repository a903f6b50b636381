import { describe, expect, it } from 'vitest';
import type { ConnectionChange } from '../../../sockets/diff/connection-changes.ts';
import { createStyle } from '../../style.ts';
import { connectionLines } from './connection-text.ts';

const NEW: ConnectionChange = {
  change: 'new',
  transport: 'tcp',
  direction: 'out',
  process: 'node',
  port: 6379,
  service: 'redis',
  before: null,
  after: { connections: 5, peers: 3 },
};
const GROWN = { ...NEW, change: 'grown', before: { connections: 2, peers: 1 } } as const;
const GONE = { ...NEW, change: 'gone', before: { connections: 1, peers: 1 }, after: null } as const;

const linesOf = (changes: readonly ConnectionChange[], width = 80): string[] => [
  ...connectionLines(changes, { style: createStyle(false), width }),
];

describe('a change of connections', () => {
  it.each<[ConnectionChange, string]>([
    [NEW, 'new    node now talks to 3 addresses on 6379/tcp redis, 5 connections'],
    [{ ...NEW, after: { connections: 1, peers: 1 } }, 'new    node now talks to 1 address on 6379/tcp redis'],
    [{ ...NEW, direction: 'in' }, 'new    node now has 5 connections from 3 addresses on 6379/tcp redis'],
    [GROWN, 'grown  node talks to 6379/tcp redis over 5 connections, 2 before'],
    [{ ...GROWN, direction: 'in' }, 'grown  node has 5 connections on 6379/tcp redis, 2 before'],
    [GONE, 'gone   node no longer talks to 6379/tcp redis; it had 1 connection'],
    [{ ...GONE, direction: 'in' }, 'gone   node has nobody left on 6379/tcp redis; it had 1 connection'],
    [
      { ...GONE, process: null, service: null },
      'gone   somebody unseen no longer talks to 6379/tcp; it had 1 connection',
    ],
  ])('is one line: %#', (change, line) => {
    expect(linesOf([change])).toEqual(['', 'CONNECTIONS', `  ${line}`]);
  });

  it('is no section where there is none, and not more lines than one reads', () => {
    expect(linesOf([])).toEqual([]);
    const lines = linesOf(Array.from({ length: 40 }, () => NEW));
    expect(lines).toHaveLength(2 + 12 + 1);
    expect(lines.at(-1)).toBe('  and 28 more: portolan diff --json');
  });

  it('is wrapped where the screen is narrow, and does nothing to the terminal', () => {
    const lines = linesOf([{ ...NEW, process: 'evil\u001b[31m' }], 40);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.length > 40 || line.includes('\u001b'))).toEqual([]);
  });
});
