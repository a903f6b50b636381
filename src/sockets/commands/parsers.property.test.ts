import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLsof } from '../macos/lsof.ts';
import { parseNetstat as parseMacNetstat } from '../macos/netstat.ts';
import { parseArguments, parseProcesses as parsePs } from '../macos/processes.ts';
import { describeHost as describeMac } from '../macos/host.ts';
import { describeHost as describeWindows } from '../windows/host.ts';
import { parseTcpConnections, parseUdpEndpoints } from '../windows/net-tables.ts';
import { parseNetstat as parseWindowsNetstat } from '../windows/netstat.ts';
import { parseProcesses, parseTaskList } from '../windows/processes.ts';
import type { Parsed } from './command.ts';
import { recording } from './recordings.fixture.ts';
import type { SocketRecord } from './socket-record.ts';

const PARSERS: readonly (readonly [name: string, parse: (text: string) => Parsed<SocketRecord>])[] = [
  ['lsof', parseLsof],
  ['netstat of macOS', parseMacNetstat],
  ['netstat of Windows', parseWindowsNetstat],
  ['Get-NetTCPConnection', parseTcpConnections],
  ['Get-NetUDPEndpoint', parseUdpEndpoints],
];

const RECORDINGS = (['macos', 'windows'] as const).flatMap((system) =>
  readdirSync(join(import.meta.dirname, '..', system, 'recordings'))
    .filter((name) => name !== 'README.md')
    .map((name) => recording(system, name)),
);

/** Recorded output with pieces cut out, doubled, or replaced by anything. */
const damaged = fc
  .tuple(
    fc.constantFrom(...RECORDINGS),
    fc.nat(),
    fc.nat(40),
    fc.oneof(fc.string(), fc.constantFrom('\0', '\n', ' ', ':')),
  )
  .map(([text, at, length, piece]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + piece + text.slice(from + length);
  });
const anything = fc.oneof(damaged, fc.string({ unit: 'binary' }), fc.json());

function isSound({
  kind,
  state,
  localPort,
  remotePort,
  receiveQueue,
  sendQueue,
  uid,
  local,
  remote,
  owners,
}: SocketRecord): boolean {
  const is32 = (word: number): boolean => Number.isInteger(word) && word >= 0 && word <= 0xffff_ffff;
  const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;
  return (
    [0, 1, 2, 3].includes(kind) &&
    state >= 0 &&
    state <= 13 &&
    isPort(localPort) &&
    isPort(remotePort) &&
    [receiveQueue, sendQueue, uid ?? 0, ...local, ...remote].every(is32) &&
    ((kind & 1) === 1 || (local[0] === 0 && local[1] === 0 && local[2] === 0)) &&
    owners.every(
      ({ pid, fd }) => Number.isInteger(pid) && pid > 0 && pid <= 0x7fff_ffff && Number.isInteger(fd) && fd >= -1,
    )
  );
}

describe.each(PARSERS)('%s', (_, parse) => {
  it('never throws, whatever it reads, and tells only what a socket can be', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { rows, skipped } = parse(text);
        expect(rows.every(isSound)).toBe(true);
        expect(skipped).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 400 },
    );
  });
});

describe('lines that are no rows', () => {
  // Words that no parser takes for a heading, another protocol or a field.
  const junk = fc.array(fc.constantFrom('zzz 1 2', 'TCP what', 'tcp4 x y', 'zz'), { maxLength: 6 });

  it('are all counted by netstat of Windows, after its heading', () => {
    fc.assert(
      fc.property(junk, (lines) => {
        const text = ['  TCP    0.0.0.0:1    0.0.0.0:0    LISTENING   4', ...lines].join('\n');
        expect(parseWindowsNetstat(text)).toMatchObject({ rows: [{ localPort: 1 }], skipped: lines.length });
      }),
    );
  });

  it('are all counted by netstat of macOS', () => {
    fc.assert(
      fc.property(junk, (lines) => {
        expect(parseMacNetstat(lines.join('\n'))).toEqual({ rows: [], skipped: lines.length });
      }),
    );
  });
});

describe('what tells of processes and settings', () => {
  it('never throws, whatever it reads', () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        parsePs(a);
        parseArguments(a);
        parseProcesses(a);
        parseTaskList(a);
        for (const { ephemeral, reserved } of [describeMac(a, b), describeWindows(a, b)]) {
          for (const range of [...reserved, ...(ephemeral === null ? [] : [ephemeral])]) {
            expect(range.from <= range.to && range.to <= 65_535).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});
