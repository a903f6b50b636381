import { HostProbes } from '../engine/host-probes.ts';
import { DEFAULT_LIMITS, MAX_CONCURRENCY } from '../engine/limits.ts';
import { orderPorts } from '../engine/port-order.ts';
import { ProbeSchedule } from '../engine/probe-schedule.ts';
import type { ScanJournal, ScanListener, ScanOptions, ScanSummary, ScanTarget } from '../engine/scan.ts';
import { ScanLedger } from '../engine/scan-ledger.ts';
import type { AttemptEnded, Connector } from './connector.ts';
import { openFastConnector } from './fast-engine.ts';
import type { Guard } from './guard.ts';
import { SocketConnector } from './socket-connector.ts';

export interface TcpScanOptions extends ScanOptions {
  /** `fast` works on Node's inside, and is given up for the ordinary one where that does not do what it should. */
  readonly engine?: 'ordinary' | 'fast';
}

export interface ScanDependencies {
  readonly guard: Guard;
  readonly journal?: ScanJournal | undefined;
}

/** Milliseconds between two sweeps. Silent ports wait for as much longer, and tokens of a bucket gather. */
const SWEEP_INTERVAL = 25;
/** Probes begun in one go; then answers are heard. */
const BATCH = 256;

/**
 * Asks TCP ports of hosts whether they take connections, by opening one. Throws ScopeRefusal before anything is sent where
 * one address of them may not be sent to, and RangeError where a port is none. It ends by itself, whatever hosts answer.
 */
export async function scanTcp(
  targets: readonly ScanTarget[],
  { guard, journal }: ScanDependencies,
  on: ScanListener = {},
  options: TcpScanOptions = {},
): Promise<ScanSummary> {
  let unwritten: string | null = null;
  let summary: ScanSummary;
  try {
    for (const { address } of targets) guard.permit(address);
    summary = await scanPermitted(targets, journal, on, options);
  } finally {
    unwritten = (await journal?.close()) ?? null;
  }
  return unwritten === null ? summary : { ...summary, gaps: [...summary.gaps, unwritten] };
}

async function scanPermitted(
  targets: readonly ScanTarget[],
  journal: ScanJournal | undefined,
  on: ScanListener,
  options: TcpScanOptions,
): Promise<ScanSummary> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const now = performance.now();
  const plans = targets.map((target) => ({ target, order: orderPorts(target.ports, options.seed ?? 1) }));
  const ledger = new ScanLedger(plans, journal, on, now);
  const hosts = ledger.open.map(({ target, order, held }) => {
    return new HostProbes(target, order, held, target.isOwn ? limits.own : limits.remote, now);
  });
  const gaps: string[] = [];
  const scan = new TcpScan(hosts, ledger, limits.remotePerSecond);
  const connector = await openConnector(options.engine ?? 'ordinary', scan.attemptEnded, gaps);
  const wasAborted = await scan.run(connector, options.signal);
  for (const host of hosts) {
    if (host.givenUp !== null)
      gaps.push(
        `${host.address}: ${host.left} ${host.left === 1 ? 'port was' : 'ports were'} not asked: ${host.givenUp}.`,
      );
  }
  const milliseconds = Math.round(performance.now() - now);
  return { ...ledger.close(), wasAborted, engine: connector.name, gaps, probes: scan.probes, milliseconds };
}

async function openConnector(engine: 'ordinary' | 'fast', ended: AttemptEnded, gaps: string[]): Promise<Connector> {
  if (engine === 'fast') {
    const fast = await openFastConnector(ended);
    if (typeof fast !== 'string') return fast;
    gaps.push(`The fast engine is not used here (${fast}); the ordinary one was, with the same results.`);
  }
  return new SocketConnector(ended);
}

/** Drives the schedule by real sockets and the real clock. */
class TcpScan {
  readonly #schedule: ProbeSchedule;
  readonly #ledger: ScanLedger;
  #connector: Connector | null = null;
  #isPumping = false;
  #finish: (() => void) | null = null;

  constructor(hosts: readonly HostProbes[], ledger: ScanLedger, remotePerSecond: number) {
    this.#ledger = ledger;
    this.#schedule = new ProbeSchedule(
      hosts,
      {
        concurrency: MAX_CONCURRENCY,
        remotePerSecond,
        decided: ({ address }, port, state, because) => ledger.decide({ address, port, state, because }),
        held: ({ address }, port) => ledger.hold(address, port),
        abandon: (slot) => this.#connector?.abandon(slot),
      },
      performance.now(),
    );
  }

  get probes(): number {
    return this.#schedule.probes;
  }

  readonly attemptEnded: AttemptEnded = (slot, code, ownPort) => {
    this.#schedule.ended(slot, code, ownPort, performance.now());
    this.#pump();
  };

  /** Runs to the end; true where the signal ended it. */
  async run(connector: Connector, signal: AbortSignal | undefined): Promise<boolean> {
    this.#connector = connector;
    // setImmediate comes after the answers that the kernel holds are heard: on a busy machine nothing is late only because
    // the timer was first.
    const timer = setInterval(() => setImmediate(() => this.#tick()), SWEEP_INTERVAL);
    const abort = (): void => this.#finish?.();
    signal?.addEventListener('abort', abort);
    try {
      await new Promise<void>((resolve) => {
        this.#finish = resolve;
        if (signal?.aborted === true) resolve();
        else this.#pump();
      });
    } finally {
      this.#finish = null;
      clearInterval(timer);
      signal?.removeEventListener('abort', abort);
      this.#schedule.abandonAll();
      connector.close();
    }
    return !this.#schedule.isDone;
  }

  #tick(): void {
    if (this.#finish === null) return;
    const now = performance.now();
    this.#schedule.sweep(now);
    this.#ledger.report(now);
    this.#pump();
  }

  #pump(): void {
    // An attempt that fails at once comes back here from its own beginning.
    if (this.#isPumping || this.#finish === null) return;
    this.#isPumping = true;
    const now = performance.now();
    const schedule = this.#schedule;
    for (let begun = 0; begun < BATCH; begun++) {
      const slot = schedule.next(now);
      if (slot === -1) break;
      this.#connector?.connect(slot, { address: schedule.addressOf(slot), port: schedule.portOf(slot) });
    }
    this.#isPumping = false;
    if (schedule.isDone) this.#finish();
  }
}
