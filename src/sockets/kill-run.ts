/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot at which it started. */
  readonly startTicks: number | null;
}

export type KillSignal = 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGQUIT' | 'SIGKILL';

/** What became of a signal: `replaced` means that the pid is another process's by now, and nothing was sent. */
export type Delivery = 'sent' | 'gone' | 'replaced' | 'denied';

export interface SentSignal {
  readonly pid: number;
  readonly signal: KillSignal;
  readonly result: Delivery;
}

/** How the system is reached: injected, so that tests need no process. Times are milliseconds of a clock that never jumps. */
export interface KillEdges {
  /** When the process with this pid started; null when there is none. Never from memory. */
  startOf(pid: number): number | null;
  send(pid: number, signal: KillSignal): Exclude<Delivery, 'replaced'>;
  /** Whether any socket waits on the port, by the kernel's table. */
  isHeld(): boolean;
  /** Whose sockets those are. Never from memory. */
  holders(): readonly ProcessIdentity[];
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface KillOrder {
  readonly targets: readonly ProcessIdentity[];
  readonly signal: KillSignal;
  /** Milliseconds until SIGKILL. */
  readonly grace: number;
}

export interface KillOutcome {
  readonly signals: readonly SentSignal[];
  /** Nothing waits on the port any more. */
  readonly free: boolean;
  /** Who holds it now, where it is not free; empty where they cannot be seen. */
  readonly heldBy: readonly ProcessIdentity[];
}

/** SIGKILL cannot be refused, only delayed: by a process in the kernel that waits for a disk. */
const KILL_WAIT = 5000;
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 100;

/**
 * Asks the targets to end, waits for the port, then kills those that still hold it. It is the port that is waited for:
 * a process may close it at once and live on, or die and leave it to a child.
 */
export async function runKill({ targets, signal, grace }: KillOrder, edges: KillEdges): Promise<KillOutcome> {
  const signals = sendAll(targets, signal, edges);
  const obeyed = await waitUntilFree(targets, signal === 'SIGKILL' ? KILL_WAIT : grace, edges);
  if (!obeyed && signal !== 'SIGKILL') {
    const stillHolding = edges.holders();
    const stubborn = targets.filter((target) => stillHolding.some((holder) => isSame(holder, target)));
    if (stubborn.length > 0) {
      signals.push(...sendAll(stubborn, 'SIGKILL', edges));
      await waitUntilFree(stubborn, KILL_WAIT, edges);
    }
  }
  // A supervisor may have started it again by now, and then the port is not free whatever was seen before.
  const free = !edges.isHeld();
  return { signals, free, heldBy: free ? [] : edges.holders() };
}

/** Right before each signal it is looked at once more who has the pid: between two processes it may change hands. */
function sendAll(targets: readonly ProcessIdentity[], signal: KillSignal, edges: KillEdges): SentSignal[] {
  return targets.map(({ pid, startTicks }) => {
    const start = edges.startOf(pid);
    if (start === null) return { pid, signal, result: 'gone' };
    return { pid, signal, result: start === startTicks ? edges.send(pid, signal) : 'replaced' };
  });
}

async function waitUntilFree(targets: readonly ProcessIdentity[], limit: number, edges: KillEdges): Promise<boolean> {
  const deadline = edges.now() + limit;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    // In this order: whoever is gone has closed the port before.
    const allGone = targets.every(({ pid, startTicks }) => edges.startOf(pid) !== startTicks);
    if (!edges.isHeld()) return true;
    const left = deadline - edges.now();
    if (allGone || left <= 0) return false;
    await edges.sleep(Math.min(pause, left));
  }
}

function isSame(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.startTicks === b.startTicks;
}
