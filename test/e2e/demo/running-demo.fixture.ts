import { type ChildProcess, spawn } from 'node:child_process';
import { environment, PORTOLAN } from '../program.fixture.ts';

export interface RunningDemo {
  /** With its token. */
  readonly address: URL;
  /** What it said. */
  readonly told: () => string;
  /** Sends a signal; resolves with the exit code, also where it had ended before. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** The built `portolan demo`, with a folder for what is temporary. */
export async function startDemo(folder: string): Promise<RunningDemo> {
  const demo = spawn(PORTOLAN, ['demo'], {
    env: environment({ TMPDIR: folder, HOME: folder }),
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => demo.once('exit', (code) => resolve(code)));
  let told = '';
  const address = await printedAddress(demo, (piece) => (told += piece));
  return {
    address,
    told: () => told,
    end: (signal) => {
      demo.kill(signal);
      return ended;
    },
  };
}

function printedAddress({ stderr }: ChildProcess, hear: (piece: string) => string): Promise<URL> {
  return new Promise((resolve, reject) => {
    stderr?.on('data', (piece: Buffer) => {
      const told = hear(piece.toString());
      const address = /the page is (http\S+)\n/.exec(told)?.[1];
      if (address !== undefined && told.includes('invented')) resolve(new URL(address));
    });
    stderr?.on('end', () => reject(new Error('demo ended')));
  });
}
