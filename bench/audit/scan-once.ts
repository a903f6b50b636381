/**
 * One scan, in a process of its own, for the bench and for tests:   scan-once.ts ADDRESS PORTS [--fast] [--own] [--scope
 * PREFIX] [--per-second N] [--concurrency N] [--journal FILE]   It prints open ports, then the summary as JSON.
 */
import { parseArgs } from 'node:util';
import { openScanJournal } from '../../src/audit/engine/journal-file.ts';
import { DEFAULT_LIMITS, MAX_CONCURRENCY } from '../../src/audit/engine/limits.ts';
import type { ScannedPort } from '../../src/audit/engine/scan.ts';
import { Guard } from '../../src/audit/network/guard.ts';
import { scanTcp } from '../../src/audit/network/tcp-scan.ts';
import { ownScope } from '../../src/audit/scope/scope.ts';
import { parsePrefix } from '../../src/net/prefix.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fast: { type: 'boolean', default: false },
    own: { type: 'boolean', default: false },
    scope: { type: 'string', multiple: true, default: [] },
    'per-second': { type: 'string', default: 'Infinity' },
    concurrency: { type: 'string', default: String(MAX_CONCURRENCY) },
    journal: { type: 'string' },
  },
});
const [address = '127.0.0.1', range = '1-65535'] = positionals;
const ports = range.split(',').flatMap((part) => {
  const [first = 0, last = first] = part.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
});
const allow = values.scope.flatMap((text) => parsePrefix(text) ?? []);
const guard = new Guard({ ...ownScope([], []), allow }, () => new Date());
// The limits of remote hosts are for other people's wires; the bench asks a namespace of its own, as fast as nmap does.
const pace = { concurrency: Number(values.concurrency), perSecond: Number(values['per-second']) };
const limits = {
  own: { ...DEFAULT_LIMITS.own, ...pace },
  remote: { ...DEFAULT_LIMITS.remote, ...pace, timeoutFloor: DEFAULT_LIMITS.own.timeoutFloor },
  remotePerSecond: Infinity,
};
const targets = [{ address, ports, isOwn: values.own }];
const journal = values.journal === undefined ? undefined : await openScanJournal(values.journal, { targets, seed: 1 });
if (typeof journal === 'string') {
  console.error(journal);
  process.exit(3);
}
const found: ScannedPort[] = [];
const summary = await scanTcp(
  targets,
  { guard, journal },
  {
    port: (result) => {
      if (result.state === 'open') found.push(result);
    },
  },
  { limits, engine: values.fast ? 'fast' : 'ordinary' },
);
console.log(
  found
    .map(({ port }) => port)
    .sort((a, b) => a - b)
    .join(' '),
);
console.log(JSON.stringify(summary));
