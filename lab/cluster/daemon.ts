import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whatever ends the process that started it, the kernel then ends the server: also after SIGKILL. */
const WITH_ITS_PARENT = ['--pdeathsig', 'KILL', '--'];
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
const MAX_LOG = 64 * 1024;

export interface DaemonCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Whether it answers; asked until it does. */
  readonly answers: () => Promise<boolean>;
}

/** A server that can be killed and started again, on the same files and ports. */
export class Daemon {
  readonly name: string;
  readonly #command: DaemonCommand;
  #child: ChildProcess | null = null;
  #log = '';

  constructor(command: DaemonCommand) {
    this.name = command.name;
    this.#command = command;
  }

  /** 0 where it does not run. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Returns when it answers. Throws with its own words where it ends instead. */
  async start(): Promise<void> {
    const { name, program, args, env, answers } = this.#command;
    const child = spawn('setpriv', [...WITH_ITS_PARENT, program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('latin1').on('data', (text: string) => {
        this.#log = (this.#log + text).slice(-MAX_LOG);
      });
    }
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await answers())) {
      const ended = child.exitCode ?? child.signalCode;
      if (ended !== null || Date.now() > deadline) {
        await this.kill();
        throw new Error(`${name} ${ended === null ? 'does not answer' : `ended (${ended})`}. It said:\n${this.#log}`);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** As `kill -9` does; returns when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}
