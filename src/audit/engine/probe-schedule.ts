import type { PortState } from '../result.ts';
import { judgeConnect } from './connect-outcome.ts';
import type { HostProbes } from './host-probes.ts';
import { silence } from './retry-queue.ts';
import { TokenBucket } from './token-bucket.ts';

/** How often a connection that met ourselves is tried again. */
const MEETINGS = 3;

export interface ScheduleSettings {
  /** Probes under way at once, all hosts together. */
  readonly concurrency: number;
  /** Probes a second to hosts that are not this machine. */
  readonly remotePerSecond: number;
  readonly decided: (host: HostProbes, port: number, state: PortState, because: string) => void;
  /** A port was silent twice. It is decided later, but an interrupted scan need not ask it again. */
  readonly held: (host: HostProbes, port: number) => void;
  /** A probe that is given up: its socket is to be closed. */
  readonly abandon: (slot: number) => void;
}

/**
 * Which probe is sent when, over all hosts, and what becomes of it; no socket and no clock of its own. A probe under way has
 * a slot, a number from 0 below the concurrency.
 */
export class ProbeSchedule {
  readonly #settings: ScheduleSettings;
  readonly #bucket: TokenBucket;
  /** Hosts with undecided ports. */
  #hosts: HostProbes[];
  #turn = 0;
  readonly #free: number[];
  readonly #host: (HostProbes | null)[];
  readonly #port: Uint16Array;
  readonly #tries: Uint8Array;
  readonly #sentAt: Float64Array;
  /** Sweeps that found the probe late. */
  readonly #late: Uint8Array;
  /** Ports whose probe another one may have met; it ends soon. */
  readonly #met = new Set<string>();
  /** How often the connection of a port met ourselves. */
  readonly #meetings = new Map<string, number>();
  #sweptAt: number;
  /** Probes of each host that have waited since the last sweep. */
  readonly #waiting = new Map<HostProbes, number>();
  /** Probes sent so far. */
  probes = 0;

  constructor(hosts: readonly HostProbes[], settings: ScheduleSettings, now: number) {
    const { concurrency, remotePerSecond } = settings;
    this.#settings = settings;
    this.#sweptAt = now;
    this.#bucket = new TokenBucket(remotePerSecond, now);
    this.#hosts = [...hosts];
    this.#free = Array.from({ length: concurrency }, (_, slot) => concurrency - 1 - slot);
    this.#host = Array.from({ length: concurrency }, () => null);
    this.#port = new Uint16Array(concurrency);
    this.#tries = new Uint8Array(concurrency);
    this.#sentAt = new Float64Array(concurrency);
    this.#late = new Uint8Array(concurrency);
    for (const host of hosts) this.#settle(host, now);
  }

  get isDone(): boolean {
    return this.#hosts.length === 0;
  }

  /** Takes a slot for the next probe; -1 where nothing may be sent now. Hosts take turns. */
  next(now: number): number {
    const hosts = this.#hosts;
    if (this.#free.length === 0) return -1;
    for (let step = 0; step < hosts.length; step++) {
      if (this.#turn >= hosts.length) this.#turn = 0;
      const host = hosts[this.#turn++];
      if (host === undefined || !host.mayAsk(now) || (!host.isOwn && !this.#bucket.has(now))) continue;
      const packed = host.queue.take(now);
      if (packed !== 0) return this.#begin(host, packed, now);
    }
    return -1;
  }

  addressOf(slot: number): string {
    return this.#host[slot]?.address ?? '';
  }

  portOf(slot: number): number {
    return this.#port[slot] ?? 0;
  }

  /** A probe ended: connected (`code` null) or with an error. `ownPort`: our end of a connection to this machine, else 0. */
  ended(slot: number, code: string | null, ownPort: number, now: number): void {
    const host = this.#host[slot] ?? null;
    if (host === null) return;
    const port = this.portOf(slot);
    const tries = this.#tries[slot] ?? 0;
    const took = now - (this.#sentAt[slot] ?? now);
    this.#release(slot, host);
    const outcome = judgeConnect(code);
    if (outcome.kind === 'shortage') {
      host.queue.putBack(port, tries);
      host.short(code ?? '', now);
    } else if (outcome.kind === 'impossible') {
      host.givenUp = `the system cannot connect there (${code})`;
    } else if (outcome.kind === 'silence') {
      this.#unanswered(host, port, tries, now);
    } else {
      host.recovered();
      host.timeout.learn(took);
      host.queue.answered(tries);
      if (outcome.state === 'open') this.#open(host, port, tries, ownPort, outcome.because);
      else this.#decide(host, port, outcome.state, outcome.because);
    }
    this.#settle(host, now);
  }

  /**
   * Gives up what is late at two sweeps. Between them, all answers that the kernel already had are heard, however busy the
   * machine is; so a probe is late because nothing came, not because nobody listened.
   */
  sweep(now: number): void {
    const passed = now - this.#sweptAt;
    this.#sweptAt = now;
    this.#waiting.clear();
    for (let slot = 0; slot < this.#host.length; slot++) {
      const host = this.#host[slot] ?? null;
      if (host === null) continue;
      const waited = now - (this.#sentAt[slot] ?? now);
      if (waited >= passed) this.#waiting.set(host, (this.#waiting.get(host) ?? 0) + 1);
      // The first of its two late sweeps may be the last one within its time.
      if (waited + passed < host.timeout.value) continue;
      const late = (this.#late[slot] ?? 0) + 1;
      this.#late[slot] = Math.min(late, 2);
      if (late < 2 || waited < host.timeout.value) continue;
      const port = this.portOf(slot);
      const tries = this.#tries[slot] ?? 0;
      this.#settings.abandon(slot);
      this.#release(slot, host);
      this.#unanswered(host, port, tries, now);
      this.#settle(host, now);
    }
    for (const host of this.#hosts) host.waiting(this.#waiting.get(host) ?? 0);
  }

  /** Closes all that is under way. */
  abandonAll(): void {
    for (const [slot, host] of this.#host.entries()) {
      if (host === null) continue;
      this.#settings.abandon(slot);
      this.#release(slot, host);
    }
  }

  #begin(host: HostProbes, packed: number, now: number): number {
    const slot = this.#free.pop() ?? 0;
    this.#host[slot] = host;
    this.#port[slot] = packed;
    this.#tries[slot] = packed >>> 16;
    this.#sentAt[slot] = now;
    this.#late[slot] = 0;
    host.inFlight++;
    host.bucket.take();
    if (!host.isOwn) this.#bucket.take();
    this.probes++;
    return slot;
  }

  #release(slot: number, host: HostProbes): void {
    this.#host[slot] = null;
    this.#free.push(slot);
    host.inFlight--;
  }

  #unanswered(host: HostProbes, port: number, tries: number, now: number): void {
    host.recovered();
    const fate = host.queue.unanswered(port, tries, now);
    if (fate === 'held') this.#settings.held(host, port);
    else if (fate === 'silent') this.#decide(host, port, 'no-answer', silence(tries + 1));
  }

  #decide(host: HostProbes, port: number, state: PortState, because: string): void {
    host.left--;
    this.#settings.decided(host, port, state, because);
  }

  /** Nothing under way and nothing to ask: what is held is decided, and the host is finished. */
  #settle(host: HostProbes, now: number): void {
    if (host.inFlight > 0) return;
    if (host.givenUp === null) {
      for (const port of host.queue.settle(now)) this.#decide(host, port, 'no-answer', silence(2));
      if (host.queue.isWaiting) return;
    }
    this.#hosts = this.#hosts.filter((each) => each !== host);
  }

  /**
   * Whether a connection to this machine met itself: the kernel may choose the port it connects to as its own, or the ports of
   * two probes may be each other's, and then they open to one another (RFC 9293 section 3.5, simultaneous open).
   */
  #metOurselves(host: HostProbes, port: number, ownPort: number): 'itself' | 'another' | null {
    if (ownPort === port) return 'itself';
    if (this.#met.delete(key(host, port))) return 'another';
    if (!this.#host.some((each, slot) => each === host && this.#port[slot] === ownPort)) return null;
    this.#met.add(key(host, ownPort));
    return 'another';
  }

  #open(host: HostProbes, port: number, tries: number, ownPort: number, because: string): void {
    const met = host.isOwn && ownPort !== 0 ? this.#metOurselves(host, port, ownPort) : null;
    const times = met === null ? 0 : (this.#meetings.get(key(host, port)) ?? 0) + 1;
    if (met !== null) this.#meetings.set(key(host, port), times);
    if (met !== null && times <= MEETINGS) host.queue.putBack(port, tries);
    // The kernel gives no port away on which somebody listens: what met itself again and again is closed. Another probe's
    // port, again and again, is chance.
    else if (met === 'itself') this.#decide(host, port, 'closed', 'nothing listens: the connection met itself');
    else this.#decide(host, port, 'open', because);
  }
}

function key(host: HostProbes, port: number): string {
  return `${host.address} ${port}`;
}
