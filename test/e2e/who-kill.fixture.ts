import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Holder, NetworkNamespace } from '../../lab/namespace.ts';
import { environment, PORTOLAN, ROOT, type Ran } from './program.fixture.ts';

/** Programs that hold ports in a network namespace of their own, and portolan beside them. */
export class PortLab {
  readonly #namespace: NetworkNamespace;

  constructor(namespace: NetworkNamespace) {
    this.#namespace = namespace;
  }

  async hold(role: string, port: number, ...words: readonly string[]): Promise<Held> {
    return held(
      await this.#namespace.start([process.execPath, inLab('port-holder.mjs'), role, String(port), ...words]),
    );
  }

  async reusePort(port: number): Promise<Held> {
    return held(await this.#namespace.start(['python3', inLab('reuse-port.py'), String(port)]));
  }

  portolan(...args: readonly string[]): Ran {
    const { status, stdout, stderr } = this.#namespace.run([PORTOLAN, ...args], { environment: environment() });
    return { code: status, out: stdout, err: stderr };
  }

  /** The line of shell that runs it. */
  commandLine(...args: readonly string[]): string {
    const [program, words] = this.#namespace.enter([PORTOLAN, ...args]);
    return [program, ...words].join(' ');
  }
}

export interface Held {
  readonly pid: number;
  /** Processes it started, and what else it has to tell. */
  readonly told: readonly string[];
}

function held({ pid, firstLine }: Holder): Held {
  return { pid, told: firstLine.split(' ').slice(1) };
}

const inLab = (name: string): string => join(ROOT, 'lab', name);

/** A process that has ended stays in the table until its parent asks how: that is not alive. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
