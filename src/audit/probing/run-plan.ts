import type { Check } from '../check.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Network } from '../network/network.ts';
import type { CheckResult, PortState } from '../result.ts';
import { runCheck } from '../run-check.ts';
import type { IdentifiedService } from '../service.ts';
import { messageOf } from '../unexpected.ts';
import { checksFor, selectChecks } from './choose-checks.ts';
import type { ProbedPort, ProbeEvent, ProbePlan, ProbeProgress, ProbeTarget } from './plan.ts';
import { TaskPool } from './pool.ts';

/** Of a network, not of a port: it runs once, where the policy file names an interface. */
const DHCP_CHECK = 'dhcp.rogue';
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
  /** What answers there; `why` says why nobody knows, where nobody does. */
  identify(
    endpoint: Endpoint,
    transport: 'tcp' | 'udp',
  ): Promise<{ readonly service: IdentifiedService | null; readonly why: string | null }>;
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
  const askers = askersOf(plan.targets);
  const checks = selectChecks(means.checks, plan.only).filter(({ description }) => description.id !== DHCP_CHECK);
  const pool = new TaskPool(PER_HOST, AT_ALL);
  const gaps = await means.scan(
    plan,
    {
      progress: (progress) => tell({ kind: 'progress', progress }),
      port: (found) => {
        for (const { target, told, asked } of askers.get(found.address) ?? []) {
          const name = `${found.port}/${found.transport}`;
          if (!asked[found.transport].has(found.port) || (found.state !== 'open' && !told.has(name))) continue;
          pool.add(target.host, async () => {
            if (signal.aborted) return;
            const port = { ...found, host: target.host, service: null, checks: [] };
            if (found.state !== 'open') return tell({ kind: 'port', port });
            try {
              tell({ kind: 'port', port: await askPort(found, target, { plan, means, checks, signal }) });
            } catch (error) {
              // One port must not cost what is known of all others.
              tell({ kind: 'port', port });
              const gap = `${name} of ${found.address} answers, and asking it ended by an error: ${messageOf(error)}`;
              tell({ kind: 'gap', gap });
            }
          });
        }
      },
    },
    signal,
  );
  const dhcp = await askForDhcp(plan, means);
  if (dhcp !== null) tell({ kind: 'port', port: dhcp });
  await pool.done();
  for (const gap of gaps) tell({ kind: 'gap', gap });
  if (signal.aborted) tell({ kind: 'gap', gap: 'it was interrupted: not every port was asked' });
}

interface Asker {
  readonly target: ProbeTarget;
  readonly told: ReadonlySet<string>;
  readonly asked: Readonly<Record<'tcp' | 'udp', ReadonlySet<number>>>;
}

/** By address: two names of a policy file may stand for one, and each is told what it asked. */
function askersOf(targets: readonly ProbeTarget[]): ReadonlyMap<string, readonly Asker[]> {
  const askers = new Map<string, Asker[]>();
  for (const target of targets) {
    const { address, told, tcp, udp } = target;
    const asker = { target, told: new Set(told), asked: { tcp: new Set(tcp), udp: new Set(udp) } };
    askers.set(address, [...(askers.get(address) ?? []), asker]);
  }
  return askers;
}

async function askPort(
  found: ScannedPort,
  { host, vantage }: ProbeTarget,
  {
    plan,
    means,
    checks,
    signal,
  }: { plan: ProbePlan; means: ProbeMeans; checks: readonly Check[]; signal: AbortSignal },
): Promise<ProbedPort> {
  const endpoint = { address: found.address, port: found.port };
  const { service, why } = await means.identify(endpoint, found.transport);
  // Connections are closed under whoever asks: what that says of a server that hangs up is not true then.
  if (signal.aborted) {
    const because = `${found.because}. What it is was not found out: it was interrupted`;
    return { ...found, because, host, service: null, checks: [] };
  }
  const results: CheckResult[] = [];
  for (const check of checksFor({ ...found, service }, checks)) {
    const task = { check, endpoint, service, vantage, settings: plan.settings };
    const result = await runCheck(task, means.network);
    if (signal.aborted) break;
    results.push(result);
  }
  const because = why === null ? found.because : `${found.because}. ${why}`;
  return { ...found, because, host, service, checks: results };
}

/** Asks for DHCP servers, by the one check that is about a network and not about a port. */
async function askForDhcp(plan: ProbePlan, means: ProbeMeans): Promise<ProbedPort | null> {
  const check = means.checks.find(({ description }) => description.id === DHCP_CHECK);
  if (plan.dhcpFrom === null || check === undefined) return null;
  const { host, address } = plan.dhcpFrom;
  const endpoint = { address, port: 67 };
  const task = { check, endpoint, service: null, vantage: 'same-subnet' as const, settings: plan.settings };
  const result = await runCheck(task, means.network);
  // Whoever answers is another host: our own address stands only for where it was asked.
  const because = 'asked by broadcast';
  return { host, address, transport: 'udp', port: 67, state: 'no-answer', because, service: null, checks: [result] };
}
