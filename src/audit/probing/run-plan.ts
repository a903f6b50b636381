import type { Check } from '../check.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Network } from '../network/network.ts';
import type { CheckResult, PortState } from '../result.ts';
import { runCheck } from '../run-check.ts';
import type { IdentifiedService } from '../service.ts';
import { checksFor, selectChecks } from './choose-checks.ts';
import type { ProbeEvent, ProbePlan, ProbeProgress, ProbeTarget } from './plan.ts';
import { TaskPool } from './pool.ts';

/** Conversations at a time with one host, and at all. */
const PER_HOST = 4;
const AT_ALL = 32;

/** What a scan says of one port. */
export interface ScannedPort {
  readonly address: string;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly state: PortState;
  readonly because: string;
}

/** How the world is reached; each part behind the guard. */
export interface ProbeMeans {
  /** Decides the state of every port of the plan. Returns what could not be decided, in sentences. */
  scan(
    plan: ProbePlan,
    on: { port(found: ScannedPort): void; progress(progress: ProbeProgress): void },
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Null where nothing was recognised. */
  identify(endpoint: Endpoint, transport: 'tcp' | 'udp'): Promise<IdentifiedService | null>;
  readonly network: Network;
  readonly checks: readonly Check[];
}

/** Scans, identifies and checks, and tells each port as soon as all is known of it. */
export async function runPlan(
  plan: ProbePlan,
  means: ProbeMeans,
  tell: (event: ProbeEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const targets = new Map(plan.targets.map((target) => [target.address, target]));
  const told = new Map(plan.targets.map(({ address, told: ports }) => [address, new Set(ports)]));
  const checks = selectChecks(means.checks, plan.only);
  const pool = new TaskPool(PER_HOST, AT_ALL);
  const gaps = await means.scan(
    plan,
    {
      progress: (progress) => tell({ kind: 'progress', progress }),
      port: (found) => {
        const target = targets.get(found.address);
        if (target === undefined) return;
        const isTold = told.get(found.address)?.has(`${found.port}/${found.transport}`) ?? false;
        if (found.state !== 'open' && !isTold) return;
        pool.add(target.host, async () => {
          if (signal.aborted) return;
          const { service, results } =
            found.state === 'open'
              ? await askPort(found, target, { plan, means, checks })
              : { service: null, results: [] };
          tell({ kind: 'port', port: { ...found, host: target.host, service, checks: results } });
        });
      },
    },
    signal,
  );
  await pool.done();
  for (const gap of gaps) tell({ kind: 'gap', gap });
  if (signal.aborted) tell({ kind: 'gap', gap: 'it was interrupted: not every port was asked' });
}

async function askPort(
  found: ScannedPort,
  target: ProbeTarget,
  { plan, means, checks }: { plan: ProbePlan; means: ProbeMeans; checks: readonly Check[] },
): Promise<{ service: IdentifiedService | null; results: CheckResult[] }> {
  const endpoint = { address: found.address, port: found.port };
  const service = await means.identify(endpoint, found.transport);
  const results: CheckResult[] = [];
  for (const check of checksFor({ ...found, service }, checks)) {
    const task = { check, endpoint, service, vantage: target.vantage, settings: plan.settings };
    results.push(await runCheck(task, means.network));
  }
  return { service, results };
}
