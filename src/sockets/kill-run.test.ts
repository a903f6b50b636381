import { describe, expect, it } from 'vitest';
import { runKill, type KillEdges, type KillOrder, type KillSignal } from './kill-run.ts';

interface Simulated {
  startTicks: number;
  holds: boolean;
  /** What a signal does to it; nothing when absent. */
  readonly on?: Partial<Record<KillSignal, () => void>>;
  readonly denied?: boolean;
}

/** Processes that are no processes, and a clock that only sleeping moves. */
class SimulatedSystem implements KillEdges {
  readonly processes = new Map<number, Simulated>();
  readonly sent: string[] = [];
  /** Called whenever somebody sleeps. */
  onSleep: (time: number) => void = () => undefined;
  time = 0;

  add(pid: number, process: Partial<Simulated> = {}): this {
    this.processes.set(pid, { startTicks: pid * 10, holds: true, ...process });
    return this;
  }

  /** Ends at the given signals. */
  addMortal(pid: number, ...signals: readonly KillSignal[]): this {
    const end = (): boolean => this.processes.delete(pid);
    return this.add(pid, { on: Object.fromEntries(signals.map((signal) => [signal, end])) });
  }

  startOf(pid: number): number | null {
    return this.processes.get(pid)?.startTicks ?? null;
  }

  send(pid: number, signal: KillSignal): 'sent' | 'gone' | 'denied' {
    const process = this.processes.get(pid);
    if (process === undefined) return 'gone';
    if (process.denied === true) return 'denied';
    this.sent.push(`${signal} ${pid}`);
    process.on?.[signal]?.();
    return 'sent';
  }

  isHeld(): boolean {
    return [...this.processes.values()].some(({ holds }) => holds);
  }

  holders(): { pid: number; startTicks: number }[] {
    return [...this.processes].filter(([, { holds }]) => holds).map(([pid, { startTicks }]) => ({ pid, startTicks }));
  }

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    this.onSleep(this.time);
    return Promise.resolve();
  }
}

function orderFor(...pids: readonly number[]): KillOrder {
  return { targets: pids.map((pid) => ({ pid, startTicks: pid * 10 })), signal: 'SIGTERM', grace: 5000 };
}

describe('ending whoever holds a port', () => {
  it('takes one TERM each, in the order of the plan, where they listen to it', async () => {
    const system = new SimulatedSystem().addMortal(7, 'SIGTERM').addMortal(5, 'SIGTERM');
    expect(await runKill(orderFor(7, 5), system)).toEqual({
      signals: [
        { pid: 7, signal: 'SIGTERM', result: 'sent' },
        { pid: 5, signal: 'SIGTERM', result: 'sent' },
      ],
      free: true,
      heldBy: [],
    });
    expect(system.time).toBe(0);
  });

  it('waits for the port and not for the process, which may have work to finish', async () => {
    const system = new SimulatedSystem().add(7);
    system.onSleep = (time) => {
      if (time >= 3000) system.add(7, { holds: false });
    };
    const { signals, free } = await runKill(orderFor(7), system);
    expect(free).toBe(true);
    expect(signals).toHaveLength(1);
    expect(system.time).toBeLessThan(3200);
  });

  it('takes KILL after the grace, and only for those that still hold it', async () => {
    const system = new SimulatedSystem().addMortal(7, 'SIGKILL').add(5);
    system.onSleep = () => system.add(5, { holds: false }); // it let go of the port, and lives
    const { signals, free } = await runKill(orderFor(7, 5), system);
    expect(system.sent).toEqual(['SIGTERM 7', 'SIGTERM 5', 'SIGKILL 7']);
    expect(signals.at(-1)).toEqual({ pid: 7, signal: 'SIGKILL', result: 'sent' });
    expect(free).toBe(true);
    expect(system.time).toBe(5000);
  });

  it('sends nothing to a pid that another process has by now', async () => {
    const system = new SimulatedSystem().addMortal(5, 'SIGTERM').add(7, { startTicks: 999, holds: false });
    const { signals, free } = await runKill(orderFor(7, 5), system);
    expect(signals[0]).toEqual({ pid: 7, signal: 'SIGTERM', result: 'replaced' });
    expect(system.sent).toEqual(['SIGTERM 5']);
    expect(free).toBe(true);
  });

  it('looks again before KILL: the pid may change hands during the grace, even to a process that holds the port', async () => {
    const system = new SimulatedSystem().add(7).add(5);
    system.onSleep = (time) => {
      if (time > 1000) system.add(7, { startTicks: 999 });
    };
    const { signals, free, heldBy } = await runKill(orderFor(7, 5), system);
    expect(system.sent).toEqual(['SIGTERM 7', 'SIGTERM 5', 'SIGKILL 5']);
    expect(signals.filter(({ pid }) => pid === 7)).toHaveLength(1);
    expect(free).toBe(false);
    expect(heldBy.map(({ pid }) => pid)).toContain(7);
  });

  it('sees that a pid changes hands between the look at the holders and the signal', async () => {
    const system = new SimulatedSystem().add(7);
    const holders = system.holders.bind(system);
    system.holders = () => {
      const found = holders();
      system.add(7, { startTicks: 999, holds: false });
      return found;
    };
    const { signals } = await runKill(orderFor(7), system);
    expect(signals.at(-1)).toEqual({ pid: 7, signal: 'SIGKILL', result: 'replaced' });
    expect(system.sent).toEqual(['SIGTERM 7']);
  });

  it('says that one had ended by itself, and that one may not be signalled', async () => {
    const system = new SimulatedSystem().add(5, { denied: true });
    const { signals, free, heldBy } = await runKill({ ...orderFor(7, 5), grace: 0 }, system);
    expect(signals.map(({ result }) => result)).toEqual(['gone', 'denied', 'denied']);
    expect({ free, heldBy }).toEqual({ free: false, heldBy: [{ pid: 5, startTicks: 50 }] });
  });

  it('names who has the port afterwards where a supervisor starts it again, and leaves that alone', async () => {
    const system = new SimulatedSystem().add(7, {
      on: {
        SIGTERM: () => {
          system.processes.delete(7);
          system.add(8);
        },
      },
    });
    const { free, heldBy } = await runKill(orderFor(7), system);
    expect({ free, heldBy }).toEqual({ free: false, heldBy: [{ pid: 8, startTicks: 80 }] });
    expect(system.sent).toEqual(['SIGTERM 7']);
    expect(system.time).toBe(0); // whom it was about is gone: there is nothing to wait for
  });

  it('gives up on what even KILL does not end, within a bounded time', async () => {
    const system = new SimulatedSystem().add(7);
    const { free } = await runKill(orderFor(7), system);
    expect(free).toBe(false);
    expect(system.sent).toEqual(['SIGTERM 7', 'SIGKILL 7']);
    expect(system.time).toBe(10_000);
  });

  it('sends KILL once where KILL was asked for', async () => {
    const system = new SimulatedSystem().add(7);
    await runKill({ ...orderFor(7), signal: 'SIGKILL' }, system);
    expect(system.sent).toEqual(['SIGKILL 7']);
  });
});
