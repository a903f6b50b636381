import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { environment, PORTOLAN } from './program.fixture.ts';

const PATIENCE_MILLISECONDS = 20_000;

/** The program on a terminal of its own, with somebody at the keys. */
export class LiveScreen {
  /** All that the terminal was sent. */
  sent = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;

  /** `wrapper` is a line of shell in which PORTOLAN stands for the program. */
  constructor(words: string, env: Readonly<Record<string, string>> = {}, wrapper = 'exec PORTOLAN') {
    const line = `stty cols 100 rows 24; ${wrapper.replace('PORTOLAN', `'${PORTOLAN}' ${words}`)}`;
    this.#child = spawn('script', ['-qec', line, '/dev/null'], {
      env: environment({ SHELL: '/bin/sh', ...env }),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.sent += text));
    this.#exit = once(this.#child, 'exit');
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** script(1) stops itself when its child is stopped. */
  wake(): void {
    this.#child.kill('SIGCONT');
  }

  /** Waits until something was sent that looks so, from a place on. */
  async sees(pattern: RegExp, from = 0): Promise<void> {
    const until = Date.now() + PATIENCE_MILLISECONDS;
    while (!pattern.test(this.sent.slice(from))) {
      if (Date.now() > until)
        throw new Error(`never saw ${String(pattern)} in ${JSON.stringify(this.sent.slice(from))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The code it ends with. */
  async end(): Promise<unknown> {
    const [code] = await this.#exit;
    return code;
  }

  /** Ends it, whatever it does. */
  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
