import { spawn, spawnSync, type ChildProcess, type SpawnOptions, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';

/** Root makes a bare network namespace; anybody else one inside a user namespace, where the system lets them. */
const UNSHARE = process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
const ENTER = process.getuid?.() === 0 ? ['--net'] : ['--user', '--net', '--preserve-credentials'];

/** A fresh namespace has its loopback down; ::1 and a link-local address come with it for tests of zones. */
const PREPARE = 'ip link set lo up && ip address add fe80::1/64 dev lo nodad';

/** Output of a table of 100,000 sockets is about 20 MB. */
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/** Why no network namespace can be made here, in a few words; null when one can. */
export function whyNoNamespace(): string | null {
  const { status, error, stderr } = spawnSync('unshare', [...UNSHARE, 'sh', '-c', PREPARE], { encoding: 'utf8' });
  if (error !== undefined) return `unshare cannot be started (${error.message})`;
  return status === 0 ? null : `no network namespace can be made here (${stderr.trim()})`;
}

export interface RunOptions {
  /** User to become inside; only root may ask for it. */
  readonly uid?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * A network namespace of our own: what listens there is reached by nobody else, and every port is free. It lives as
 * long as the process that holds it, which ends when this one closes its standard input or ends, however that comes.
 */
export class NetworkNamespace {
  readonly #keeper: ChildProcess;
  readonly #children: ChildProcess[] = [];

  private constructor(keeper: ChildProcess) {
    this.#keeper = keeper;
  }

  static async open(): Promise<NetworkNamespace> {
    const script = `${PREPARE} && echo ready && exec cat`;
    const keeper = spawn('unshare', [...UNSHARE, 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    await firstLine(keeper);
    return new NetworkNamespace(keeper);
  }

  /** The process that holds the namespace: `/proc/PID/net` shows its sockets, and `ip link ... netns PID` names it. */
  get pid(): number {
    return this.#keeper.pid ?? 0;
  }

  /** Runs a command inside to its end. */
  run(command: readonly string[], options: RunOptions = {}): SpawnSyncReturns<string> {
    const [program, args] = this.enter(command, options);
    const env = options.environment ?? process.env;
    return spawnSync(program, args, { encoding: 'utf8', env, maxBuffer: MAX_OUTPUT_BYTES });
  }

  /** Starts a program inside and waits for the first line it prints. It ends when its standard input does, at the latest. */
  async start(command: readonly string[], options: RunOptions = {}): Promise<Holder> {
    const [program, args] = this.enter(command, options);
    const settings: SpawnOptions = { stdio: ['pipe', 'pipe', 'inherit'], env: options.environment ?? process.env };
    const child = spawn(program, args, settings);
    this.#children.push(child);
    return { pid: child.pid ?? 0, firstLine: await firstLine(child) };
  }

  /** Ends everything started inside, then the namespace itself. */
  async close(): Promise<void> {
    await Promise.all(this.#children.map(end));
    await end(this.#keeper);
  }

  /** The command line that runs a command inside, for those who start it their own way. */
  enter(command: readonly string[], { uid }: RunOptions = {}): [program: string, args: string[]] {
    const user = uid === undefined ? [] : ['--setuid', String(uid), '--setgid', String(uid)];
    return ['nsenter', ['--target', String(this.#keeper.pid), ...ENTER, ...user, '--', ...command]];
  }
}

/** A program that holds sockets. nsenter becomes the program, so the pid is the program's own. */
export interface Holder {
  readonly pid: number;
  readonly firstLine: string;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the output of the child is not piped');
  let text = '';
  const line = new Promise<string>((resolve) => {
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const newline = text.indexOf('\n');
      if (newline !== -1) resolve(text.slice(0, newline));
    });
  });
  const tooEarly = once(child, 'exit').then(([code, signal]: unknown[]) => {
    throw new Error(`${child.spawnargs.join(' ')} ended too early (${String(code ?? signal)}): ${text}`);
  });
  return Promise.race([line, tooEarly]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), 2000);
  await exit;
  clearTimeout(deadline);
}
