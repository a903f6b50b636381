import { setMaxListeners } from 'node:events';
import { judgeConnect } from '../engine/connect-outcome.ts';
import { silence } from '../engine/retry-queue.ts';
import { ScanLedger } from '../engine/scan-ledger.ts';
import type { ScanListener, ScanOptions, ScanSummary, ScannedPort, ScanTarget } from '../engine/scan.ts';
import { TokenBucket } from '../engine/token-bucket.ts';
import { UDP_PAYLOADS, type UdpPayload } from '../engine/udp-payloads.ts';
import type { Guard } from './guard.ts';
import { tryDatagram } from './udp-try.ts';

export type UdpScanOptions = Pick<ScanOptions, 'signal'> & {
  /** Datagrams a second to one host; more than 20 is taken for 20. */
  readonly perSecond?: number;
};

export interface UdpScanDependencies {
  readonly guard: Guard;
  /** By port; those of udp-payloads.ts where none are given. */
  readonly payloads?: ReadonlyMap<number, UdpPayload>;
}

/** A host's ICMP messages are limited, to one a second on Linux with a small burst (net/ipv4/icmp.c, icmp_ratelimit). */
const PER_SECOND = 20;
const TRIES = 2;
/** Milliseconds that an answer is waited for. */
const PATIENCE = 1000;
const HOSTS_AT_ONCE = 16;
const TICK = 25;

/**
 * Asks UDP ports by a request that their service would answer: `open` answered, `closed` was refused by ICMP. Ports for which
 * there is no request are not asked at all: they are silent either way. Throws ScopeRefusal before anything is sent.
 */
export async function scanUdp(
  targets: readonly ScanTarget[],
  { guard, payloads = UDP_PAYLOADS }: UdpScanDependencies,
  on: ScanListener = {},
  options: UdpScanOptions = {},
): Promise<ScanSummary> {
  for (const { address } of targets) guard.permit(address);
  return new UdpScan(targets, payloads, on, options).run();
}

class UdpScan {
  readonly #ledger: ScanLedger;
  readonly #payloads: ReadonlyMap<number, UdpPayload>;
  readonly #perSecond: number;
  readonly #signal: AbortSignal | undefined;
  readonly #gaps: string[] = [];
  readonly #started = performance.now();
  #probes = 0;

  constructor(
    targets: readonly ScanTarget[],
    payloads: ReadonlyMap<number, UdpPayload>,
    on: ScanListener,
    { signal, perSecond = PER_SECOND }: UdpScanOptions,
  ) {
    this.#payloads = payloads;
    this.#signal = signal;
    // As many datagrams listen for the end as wait for an answer: no leak, of which Node would warn on standard error.
    if (this.#signal !== undefined) setMaxListeners(0, this.#signal);
    this.#perSecond = Math.min(perSecond, PER_SECOND);
    const plans = targets.map((target) => {
      const ports = [...new Set(target.ports)];
      const unknown = ports.filter((port) => !payloads.has(port));
      if (unknown.length > 0) this.#gaps.push(notAsked(target.address, unknown));
      return { target, order: Uint16Array.from(ports.filter((port) => payloads.has(port))) };
    });
    this.#ledger = new ScanLedger(plans, undefined, on, this.#started);
  }

  async run(): Promise<ScanSummary> {
    const waiting = [...this.#ledger.open];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !this.#isAborted; next = waiting.shift()) {
        await this.#scanHost(next.target.address, next.order);
      }
    };
    const timer = setInterval(() => this.#ledger.report(performance.now()), TICK * 10);
    try {
      await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, worker));
    } finally {
      clearInterval(timer);
    }
    const closed = this.#ledger.close();
    return {
      ...closed,
      wasAborted: this.#isAborted && closed.undecided > 0,
      engine: 'ordinary',
      gaps: this.#gaps,
      probes: this.#probes,
      milliseconds: Math.round(performance.now() - this.#started),
    };
  }

  async #scanHost(address: string, ports: Iterable<number>): Promise<void> {
    const bucket = new TokenBucket(this.#perSecond, performance.now());
    await Promise.all(
      Array.from(ports, async (port) => {
        const payload = this.#payloads.get(port);
        if (payload === undefined) return;
        const result = await this.#ask(address, payload, bucket);
        if (result !== null) this.#ledger.decide(result);
      }),
    );
  }

  /** Null where nothing can be said: the scan was ended, or this machine could not ask. */
  async #ask(address: string, payload: UdpPayload, bucket: TokenBucket): Promise<ScannedPort | null> {
    const { port } = payload;
    const request = payload.request(address);
    for (let tries = 0; tries < TRIES; tries++) {
      await this.#turn(bucket);
      if (this.#isAborted) return null;
      this.#probes++;
      // Only a connected socket is told by ICMP that a port is closed, only another one hears other ports: each has its try.
      const isConnected = payload.answersFromOtherPort !== true || tries === 0;
      const end = await tryDatagram({ address, port }, request, {
        isConnected,
        waitMs: PATIENCE,
        signal: this.#signal,
      });
      if (end === null) continue;
      if ('bytes' in end) return { address, port, state: 'open', because: `answered with ${end.bytes} bytes` };
      const outcome = judgeConnect(end.code);
      if (outcome.kind === 'state') return { address, port, state: outcome.state, because: outcome.because };
      this.#gaps.push(`${address}: ${port}/udp could not be asked: the system says ${end.code}.`);
      return null;
    }
    return this.#isAborted ? null : { address, port, state: 'no-answer', because: silence(TRIES) };
  }

  async #turn(bucket: TokenBucket): Promise<void> {
    while (!this.#isAborted && !bucket.has(performance.now()))
      await new Promise((resolve) => setTimeout(resolve, TICK));
    bucket.take();
  }

  get #isAborted(): boolean {
    return this.#signal?.aborted === true;
  }
}

function notAsked(address: string, ports: readonly number[]): string {
  const shown = ports.slice(0, 10).join(', ');
  const all = ports.length > 10 ? `${shown} and ${ports.length - 10} more` : shown;
  return `${address}: UDP ports ${all} were not asked: no request is known that they would answer.`;
}
