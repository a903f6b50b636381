import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { NetworkNamespace, whyNoNamespace } from '../../../lab/namespace.ts';
import { environment, PORTOLAN, type Ran } from '../program.fixture.ts';

/** Why nothing can be audited here; null when it can. */
export const whyNot = whyNoNamespace();
if (whyNot !== null) console.warn(`SKIPPED: audits of servers in a namespace: ${whyNot}`);

/** Servers that answer at once: an audit of them is done in a second. */
const QUICK = ['ftp:21', 'http:8080'];

/** A machine of its own: a network namespace with small servers at every address, and what the program says of it. */
export class SmallMachine {
  readonly #namespace: NetworkNamespace;
  readonly #cwd: string;

  private constructor(namespace: NetworkNamespace, cwd: string) {
    this.#namespace = namespace;
    this.#cwd = cwd;
  }

  /** `cwd`: the folder in which the program runs. */
  static async open(cwd: string, servers: readonly string[] = QUICK): Promise<SmallMachine> {
    const namespace = await NetworkNamespace.open();
    const machine = new SmallMachine(namespace, cwd);
    if (servers.length > 0) await machine.serve('0.0.0.0', servers);
    return machine;
  }

  get namespace(): NetworkNamespace {
    return this.#namespace;
  }

  async serve(address: string, servers: readonly string[]): Promise<void> {
    await this.#namespace.start([process.execPath, 'test/e2e/audit/small-servers.mjs', address, ...servers]);
  }

  /** Runs the built program in it to its end. */
  portolan(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
    const command = ['sh', '-c', 'cd "$0" && exec "$@"', this.#cwd, PORTOLAN, ...args];
    const { status, stdout, stderr } = this.#namespace.run(command, { environment: environment(env) });
    return { code: status, out: stdout, err: stderr };
  }

  /** Starts it, for those who end it early. */
  start(args: readonly string[]): Started {
    const [program, words] = this.#namespace.enter([PORTOLAN, ...args]);
    return new Started(
      spawn(program, words, { cwd: this.#cwd, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  close(): Promise<void> {
    return this.#namespace.close();
  }
}

/** A run of the program that somebody ends. */
export class Started {
  readonly #child: ChildProcess;
  #out = '';
  #err = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#err += text));
  }

  get out(): string {
    return this.#out;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Ends it, and waits for that. */
  async end(signal: NodeJS.Signals): Promise<Ran> {
    const closed = once(this.#child, 'close');
    this.#child.kill(signal);
    const [code] = (await closed) as [number | null];
    return { code, out: this.#out, err: this.#err };
  }
}
