import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '../../src/sockets/machine.fixture.ts';
import type { TrafficDocument } from '../../web/api/documents.ts';
import { portolan } from '../e2e/program.fixture.ts';
import { FixtureAnalyses } from './fixture-analyses.ts';
import { FixtureState } from './fixture-answers.ts';
import { auditOfTwo } from './fixture-audit.ts';
import { madeLog } from './hostile-log.fixture.ts';

/** Everything that the page can ask, made once: the log is read and the hosts are asked by the built program. */
export async function fixtureState(machine: Machine): Promise<FixtureState> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-web-'));
  const log = join(folder, 'ufw.log');
  writeFileSync(log, madeLog());
  const report = JSON.parse(portolan(['traffic', log, '--json']).out) as TrafficDocument;
  const analyses = new FixtureAnalyses(report, log);
  analyses.addDone('day');
  const state = new FixtureState(machine, analyses);
  state.audit = await auditOfTwo();
  state.logs = [
    { port: 22, transport: 'tcp', events: 48_210 },
    { port: 23, transport: 'tcp', events: 9120 },
    { port: 445, transport: 'tcp', events: 3022 },
    { port: 19, transport: 'udp', events: 400 },
    ...Array.from({ length: 1500 }, (_, at) => ({ port: at + 1, transport: 'tcp' as const, events: 1 })),
  ];
  return state;
}
